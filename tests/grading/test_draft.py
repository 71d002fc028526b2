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
        "The mask holds zeros and ones for all units.",
    ]


def test_a_pronoun_that_may_mean_several_things_stays() -> None:
    reference = "Under this rule both masks and weights change at once. It halves the time that training takes."
    assert texts(reference)[-1] == "It halves the time that training takes."


def test_what_names_its_thing_weighs_more_than_what_does_not() -> None:
    reference = "It halves the memory that training takes.\n\nPruning halves the memory that training takes."
    lighter, heavier = draft_key_points(reference)
    assert lighter.weight < heavier.weight


def test_what_goes_on_about_an_example_is_no_claim() -> None:
    reference = "For example, I once saw a slow server wait. It was not slow because of the processor.\n\n"
    assert texts(f"{reference}A trace shows where the time goes.") == ["A trace shows where the time goes."]


@pytest.mark.parametrize(
    "title", ["Masks While Training The Network", "Code Example: A Deep Network", "Why Noise Helps Units"]
)
def test_a_title_is_no_claim(title: str) -> None:
    claim = "Dropout switches random units off in training."
    assert texts(f"{claim}\n\n{title}\n\n- It costs hardly any training time.") == [
        claim,
        "It costs hardly any training time.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Session = graph.start_session()",
        "import tensors as tn",
        "print(session.run(total))",
        "# Make the two tensors first",
        "for batch in many_batches:",
    ],
)
def test_a_line_of_code_is_no_claim(line: str) -> None:
    claim = "A session runs the graph of all tensors."
    assert texts(f"{claim}\n\n{line}\n\nIt holds their values.") == [claim]


def test_a_formula_alone_is_no_claim() -> None:
    claim = "The loss is the mean of all squares $m = s/n$."
    assert texts(f"{claim}\n\n$loss = mean(squares - targets)$\n\na_{{t}} = \\sigma(W_i x_t) \\cdot \\tanh(b_i)") == [
        claim
    ]


def test_rows_of_a_table_are_claims() -> None:
    rows = "| Insert | in log time | in linear time |\n| Look | at the top only | anywhere |"
    table = f"| | heap | sorted list |\n|---|---|---|\n{rows}"
    assert texts(f"Both keep an order of their entries.\n\n{table}", "Compare heaps and sorted lists.") == [
        "Both keep an order of their entries.",
        "Insert: heap: in log time, sorted list: in linear time",
        "Look: heap: at the top only, sorted list: anywhere",
    ]


def test_a_row_of_two_cells_is_a_name_and_what_it_is() -> None:
    table = "| Part | Task |\n|:--|---|\n| Scheduler | picks the next process to run |"
    assert texts(table) == ["Scheduler: picks the next process to run"]


def test_a_label_goes_and_a_dash_names() -> None:
    assert texts("**TL;DR:** A heap trades order for speed of insertion.") == [
        "A heap trades order for speed of insertion."
    ]
    assert texts(
        "1. **Ask the clock** – latency, throughput, stalls.\n2. **Ask the disk**: a queue means waiting."
    ) == [
        "Ask the clock: latency, throughput, stalls.",
        "Ask the disk: a queue means waiting.",
    ]


def test_an_item_that_only_heads_its_own_items_is_no_claim() -> None:
    assert texts("- Recurrent networks of this kind\n  - Keep a state between the steps.") == [
        "Keep a state between the steps."
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
