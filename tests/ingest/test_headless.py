"""Pages whose questions are gone: the answers are told apart, and a question is drafted for each."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.domain.document import Document
from tests.ingest.documents import read_text
from tests.ingest.pages import PAGES, without_questions

EXPECTED = {
    "spaced": ["transaction", "index", "normalization", "deadlock", "sharding", "view"],
    "dense": [
        "process",
        "Paging",
        "too short or too long",
        "Semaphores",
        "three states",
        "differ",
        "kernel",
        "thrashing",
    ],
    "coded": ["decorator", "Generators", "interpreter lock", "applications", "lambda", "pickling"],
    "talked": ["(TCP)", "Name Server", "Address Translation", "latency and bandwidth", "differ", "Multicast"],
}


def page(folder: Path, name: str) -> tuple[Document, set[tuple[int, int]]]:
    text, ranges = without_questions(PAGES[name])
    return read_text(folder, text, "page.md" if name == "coded" else "page.txt"), ranges


@pytest.mark.parametrize("name", list(PAGES))
def test_answers_are_told_apart(tmp_path: Path, name: str) -> None:
    document, ranges = page(tmp_path, name)
    assert {(one.first_line, one.last_line) for one in document.questions} == ranges
    assert all(one.status == "drafted" and 0 < one.confidence < 1 for one in document.questions)


@pytest.mark.parametrize("name", list(PAGES))
def test_each_draft_asks_for_its_answer(tmp_path: Path, name: str) -> None:
    document, _ = page(tmp_path, name)
    asked = [one.question for one in document.questions]
    assert len(asked) == len(EXPECTED[name])
    assert all(word in question for word, question in zip(EXPECTED[name], asked, strict=True))


def test_three_alike_are_three_answers(tmp_path: Path) -> None:
    facts = [
        f"{name} is a metal that conducts heat and bends well." for name in ("Tin", "Lead", "Zinc", "Iron", "Gold")
    ]
    found = read_text(tmp_path, "Asked questions about metals\n\n" + "\n\n".join(facts)).questions
    assert [one.question for one in found] == [f"What is {name}?" for name in ("Tin", "Lead", "Zinc", "Iron", "Gold")]


def test_prose_is_asked_about_only_where_it_defines(tmp_path: Path) -> None:
    text = (
        "We went to the river in the morning, and nobody had slept much before that day.\n\n"
        "A meander is a bend of a river that grows because the outer bank wears away faster than the inner one.\n\n"
        "It was raining, so the banks were soft and the boats had to stay where they were.\n"
    )
    found = read_text(tmp_path, text)
    assert [(one.question, one.first_line, one.drafted) for one in found.questions] == [("What is a meander?", 3, True)]
    assert found.passages


def test_prose_without_a_definition_has_no_questions(tmp_path: Path) -> None:
    text = "In May the river rose. The town was warned late.\n\nTwo bridges fell. Nobody was hurt.\n"
    assert not read_text(tmp_path, text).questions


WORDS = (
    "It is|A tree is a graph|When the rate is low,|There are two kinds:|Such|Rows |\n|Term - told as such"
    "|x = 1|\n\n|. |: "
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(WORDS.split("|")), max_size=60).map(" ".join))
def test_drafted_answers_never_overlap(tmp_path: Path, body: str) -> None:
    found = read_text(tmp_path, f"Interview questions\n\n{body}").questions
    spans = [(one.first_line, one.last_line) for one in found]
    assert all(first <= last for first, last in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    assert all(one.answer.strip() for one in found)


PARAGRAPHS = [
    ("The anvils are a pair of iron blocks beside the fire of a smithy, for most of the work.",
     "What are the anvils?"),
    ("The compiler splits the program into tokens, which it then groups by the rules of a grammar.",
     "How does the compiler split the program?"),
    ("Lanes policies restrict which carts may cross the yard, and no cart may cross it twice a day.", None),
    ("Because a cart is as wide as the lane, two of them cannot pass each other in a narrow yard.", None),
    ("Every smith is as good as his last blade, and nobody asks him about the blades before that.", None),
]  # fmt: skip


@pytest.mark.parametrize(("told", "question"), PARAGRAPHS)
def test_a_paragraph_asks_after_its_own_subject_or_not_at_all(tmp_path: Path, told: str, question: str | None) -> None:
    found = [one.question for one in read_text(tmp_path, f"On smithies\n\n{told}\n").questions]
    assert found == ([question] if question else [])
