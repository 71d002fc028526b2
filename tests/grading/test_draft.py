"""Key points drafted from a reference: single claims, the central ones heavy, no filler."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.claims import claims, subject_of
from interviewer.grading.draft import MOST_POINTS, draft_key_points
from interviewer.grading.words import content_words


def texts(reference: str, question: str = "") -> list[str]:
    """Return the claims of a reference."""
    return [claim.text for claim in claims(reference, question)]


def test_two_claims_of_one_sentence_are_parted() -> None:
    assert texts(
        "The encoder compresses the image into a short code, and the decoder expands this code into an image again."
    ) == ["The encoder compresses the image into a short code", "The decoder expands this code into an image again."]


@pytest.mark.parametrize(
    "sentence",
    [
        "The learning rate, the momentum and the batch size are set before the training begins.",
        "If the rate is chosen too high, the loss of the network jumps about and never settles.",
        "Weights and biases are learned from the data while the network is trained on it.",
    ],
)
def test_one_claim_stays_whole(sentence: str) -> None:
    assert texts(sentence) == [sentence]


@pytest.mark.parametrize(
    "filler",
    [
        "For example, take a network of three layers with ten units each.",
        "In this article we look at the details of dropout layers.",
        "But why does this random switching help a network at all?",
        "As mentioned above, networks have many layers and weights.",
        "Let us look at the gradient of the loss function now.",
        "| rate | effect of the rate |",
        "# Heading of the whole section",
        "```\nloss = model(inputs)\n```",
    ],
)
def test_filler_is_no_claim(filler: str) -> None:
    claim = "Dropout switches random units off in training."
    assert texts(f"{filler}\n\n{claim}") == [claim]


def test_a_wrapped_line_is_one_sentence_and_a_list_item_stands_alone() -> None:
    wrapped = "Dropout switches random\nunits off in training."
    assert texts(f"{wrapped}\n- It costs hardly any training time.\n- Noise helps units learn.") == [
        "Dropout switches random units off in training.",
        "It costs hardly any training time.",
        "Noise helps units learn.",
    ]


def test_an_opening_word_goes() -> None:
    assert texts("However, the noise slows the training of networks down.") == [
        "The noise slows the training of networks down."
    ]


def test_a_pronoun_gets_its_name_while_nothing_else_is_spoken_of() -> None:
    reference = (
        "Dropout switches random units off in training. It keeps units from relying on each other. "
        "A mask is drawn for every batch of inputs. It holds zeros and ones for all units."
    )
    assert texts(reference, "What is dropout?") == [
        "Dropout switches random units off in training.",
        "Dropout keeps units from relying on each other.",
        "A mask is drawn for every batch of inputs.",
        "It holds zeros and ones for all units.",
    ]


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What is dropout?", "dropout"),
        ("Explain the concept of transfer learning.", "transfer learning"),
        ("How does batch normalisation work?", "batch normalisation"),
        ("What are overfitting and underfitting?", None),
        ("Why is the loss not a number?", None),
    ],
)
def test_only_a_plain_question_has_one_subject(question: str, subject: str | None) -> None:
    assert subject_of(question) == subject


def test_the_definition_weighs_most() -> None:
    reference = (
        "Dropout is a regulariser that switches random units off. In 2012 a network of 60 million weights used it. "
        "Nobody knows a rate that suits every layer. The rate is often 0.5 in wide layers."
    )
    first, *others = draft_key_points(reference, "What is dropout?")
    assert first.text.startswith("Dropout is a regulariser")
    assert first.weight == 3
    assert min(point.weight for point in others) == 1


def test_little_gives_little() -> None:
    assert draft_key_points("  ") == ()
    assert [point.text for point in draft_key_points("Abstraction.")] == ["Abstraction."]


def test_what_only_repeats_the_question_is_no_key_point() -> None:
    drafted = draft_key_points(
        "Dropout is used in networks. It zeroes random units in training.", "What is dropout used for in networks?"
    )
    assert [point.text for point in drafted] == ["Dropout zeroes random units in training."]


@given(st.text(max_size=600), st.text(max_size=60))
def test_whatever_the_reference_the_draft_keeps_its_bounds(reference: str, question: str) -> None:
    drafted = draft_key_points(reference, question)
    assert len(drafted) <= MOST_POINTS
    assert bool(drafted) == any(one.isalnum() for one in reference)
    assert len({point.id for point in drafted}) == len(drafted)
    assert all(1 <= point.weight <= 3 and point.text.strip() for point in drafted)


def test_of_a_long_reference_the_most_is_taken() -> None:
    reference = " ".join(f"Fact {name} concerns the {name} widgets of machines." for name in "abcdefghijkl")
    drafted = draft_key_points(reference, "What is dropout?")
    assert len(drafted) == MOST_POINTS
    assert all(content_words(point.text) for point in drafted)
