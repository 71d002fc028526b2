"""Common spellings that a recogniser could pass over: each is found, or the report says that nothing was."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ingest.documents import pairs, read_text

METALS = (
    ("tin", "A soft metal that is cheap."),
    ("lead", "A heavy metal, and a toxic one."),
    ("zinc", "It rusts slowly."),
)


def asked(folder: Path, text: str, name: str = "notes.md") -> list[tuple[str, str]]:
    return [(question, answer) for _, question, answer in pairs(read_text(folder, text, name))]


def found(folder: Path, text: str, name: str = "notes.md") -> list[tuple[str, str, bool]]:
    return [(one.question, one.answer, one.drafted) for one in read_text(folder, text, name).questions]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("terms.csv", "term,definition\nMutex,A lock of one holder.\nLatch,A gate that opens once.\n"),
        ("terms.csv", "Topic,MEANING,Word\nlocks,A lock of one holder.,Mutex\nlocks,A gate that opens once.,Latch\n"),
        ("terms.tsv", "Name\tExplanation\tTags\nMutex\tA lock of one holder.\tx\nLatch\tA gate that opens once.\ty\n"),
        ("terms.csv", "front,back\nMutex,A lock of one holder.\nLatch,A gate that opens once.\n"),
        ("terms.csv", "Mutex;A lock of one holder.\nLatch;A gate that opens once.\n"),
        ("terms.jsonl", '{"concept": "Mutex", "description": "A lock of one holder.", "tags": ["x"]}\n'
         '{"Term": "Latch", "Definition": "A gate that opens once."}\n'),
    ],
)  # fmt: skip
def test_terms_in_rows_become_drafted_questions(tmp_path: Path, name: str, text: str) -> None:
    assert found(tmp_path, text, name) == [
        ("What is Mutex?", "A lock of one holder.", True),
        ("What is Latch?", "A gate that opens once.", True),
    ]
    assert any("drafted" in note for note in read_text(tmp_path, text, name).notes)


def test_a_term_that_asks_is_a_question(tmp_path: Path) -> None:
    text = "term,definition\nWhat is a mutex?,A lock of one holder.\nLatch,A gate that opens once.\n"
    assert [drafted for _, _, drafted in found(tmp_path, text, "terms.csv")] == [False, True]


FOLDS: dict[str, Callable[[str, str], str]] = {
    "one line": lambda q, a: f"<details><summary>{q}</summary><p>{a}</p></details>",
    "one line without a paragraph": lambda q, a: f"<details><summary>{q}</summary>{a}</details>",
    "paragraph on the line of the summary": lambda q, a: f"<details><summary>{q}</summary><p>{a}</p>\n</details>",
    "open paragraph": lambda q, a: f"<details><summary>{q}</summary><p>\n\n{a}\n\n</p></details>",
    "list item": lambda q, a: f"- <details><summary>{q}</summary><p>{a}</p></details>",
    "list item over lines": lambda q, a: f"- <details>\n  <summary>{q}</summary>\n\n  {a}\n\n  </details>",
    "numbered item": lambda q, a: f"1. <details>\n   <summary><b>{q}</b></summary>\n   <p>{a}</p>\n   </details>",
    "summary over lines": lambda q, a: f"<details>\n<summary>\n{q}\n</summary>\n\n{a}\n\n</details>",
    "heading in the summary": lambda q, a: f"<details>\n<summary><h3>{q}</h3></summary>\n<p>{a}</p>\n</details>",
    "capitals": lambda q, a: f"<DETAILS open>\n<SUMMARY>{q}</SUMMARY>\n{a}\n</DETAILS>",
}


@pytest.mark.parametrize("spelling", FOLDS)
@pytest.mark.parametrize("count", [1, 3])
def test_questions_that_fold_away(tmp_path: Path, spelling: str, count: int) -> None:
    told = [(f"What is {name}?", answer) for name, answer in METALS[:count]]
    text = "# Metals\n\nAn introduction.\n\n" + "\n\n".join(FOLDS[spelling](*one) for one in told)
    assert asked(tmp_path, f"{text}\n\n## Thanks\n\nBye.\n") == told


def test_lists_and_programs_in_a_fold(tmp_path: Path) -> None:
    text = (
        "<details><summary>What is tin?</summary>\n<ul>\n<li>metal</li>\n<li>it is <b>soft</b></li>\n</ul></details>\n"
        "<details><summary>What is lead?</summary>\n<pre><code>\nheavy &lt; light\n</code></pre>\nNo more.</details>\n"
    )
    assert asked(tmp_path, text) == [
        ("What is tin?", "- metal\n- it is **soft**"),
        ("What is lead?", "```\nheavy < light\n```\nNo more."),
    ]


def test_a_fold_inside_an_answer_is_part_of_it(tmp_path: Path) -> None:
    fold = (
        "<details><summary>What is {0}?</summary>\n\nA metal, {0}.\n\n"
        "<details><summary>Hint</summary>{0}</details>\n\nDone {0}.\n</details>\n\n"
    )
    answers = [answer for _, answer in asked(tmp_path, fold.format("tin") + fold.format("lead"))]
    assert answers == [f"A metal, {name}.\n\n**Hint** {name}\n\nDone {name}." for name in ("tin", "lead")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("one.md", "# Notes\n\n## What is tin?\n\nTin is a soft metal.\n"),
        ("one.md", "# What is tin?\n\nTin is a soft metal.\n"),
        ("one.txt", "1. What is tin?\nTin is a soft metal.\n"),
        ("one.txt", "What is tin?\n\nTin is a soft metal.\n"),
        ("one.html", "<html><body><h2>What is tin?</h2><p>Tin is a soft metal.</p></body></html>"),
    ],
)
def test_the_only_question_of_a_document_is_found_less_surely(tmp_path: Path, name: str, text: str) -> None:
    (one,) = read_text(tmp_path, text, name).questions
    assert (one.question, one.answer, one.drafted) == ("What is tin?", "Tin is a soft metal.", False)
    more = read_text(tmp_path, "## What is tin?\n\nA metal.\n\n## What is lead?\n\nAnother.\n", "two.md")
    assert one.confidence < min(other.confidence for other in more.questions)


def test_a_question_in_passing_is_none(tmp_path: Path) -> None:
    text = "We went home. Who would have thought? Nobody did.\n"
    assert not read_text(tmp_path, text, "notes.md").questions


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes.md", "# Notes\n\nWe went home early.\n"),
        ("notes.txt", "We went home early.\n"),
        ("notes.html", "<p>We went home early.</p>"),
        ("rows.jsonl", '{"colour": "red", "size": 3}\n'),
    ],
)
def test_that_nothing_was_found_is_said(tmp_path: Path, name: str, text: str) -> None:
    (note,) = read_text(tmp_path, text, name).notes
    assert note.startswith("No question found. Looked for:")


NAMED = ("What is tin?", "Late submissions", "Grading of labs")


@pytest.mark.parametrize("tag", ["h3", "span", "div", "button"])
def test_marked_questions_need_no_question_mark(tmp_path: Path, tag: str) -> None:
    items = "".join(
        f'<div itemscope itemtype="https://schema.org/Question"><{tag} itemprop="name">{name}</{tag}>'
        '<div itemscope itemprop="acceptedAnswer" itemtype="https://schema.org/Answer">'
        f'<p itemprop="text">Told in part {n}.</p></div></div>'
        for n, name in enumerate(NAMED)
    )
    assert asked(tmp_path, f"<body><h1>FAQ</h1>{items}</body>", "faq.html") == [
        (name, f"Told in part {n}.") for n, name in enumerate(NAMED)
    ]


@pytest.mark.parametrize("shown", ["", "<h3>{0}</h3>", "<h3>{0}</h3><p>{1}</p>", "<p><b>{0}</b></p><p>{1}</p>"])
def test_marked_questions_in_a_script_need_no_question_mark(tmp_path: Path, shown: str) -> None:
    told = [(name, f"Told in part {n}.") for n, name in enumerate(NAMED)]
    entities = [
        {"@type": "Question", "name": name, "acceptedAnswer": {"@type": "Answer", "text": answer}}
        for name, answer in told
    ]
    script = json.dumps({"@type": "FAQPage", "mainEntity": entities})
    body = "".join(shown.format(*one) for one in told)
    page = f'<head><script type="application/ld+json">{script}</script></head><body><h1>FAQ</h1>{body}</body>'
    assert asked(tmp_path, page, "faq.html") == told


@pytest.mark.parametrize(("asker", "answerer"), [("Interviewer", "Me"), ("**Ann", "**Bob")])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_short_talk(tmp_path: Path, asker: str, answerer: str, gap: str) -> None:
    mark = "**" if asker.startswith("**") else ""
    talk = [("What is tin?", "It is a soft metal."), ("Why is it soft?", "Its bonds are rather weak.")]
    text = gap.join(f"{asker}:{mark} {question}{gap}{answerer}:{mark} {answer}" for question, answer in talk)
    assert asked(tmp_path, text) == talk


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Backpressure means that whoever sends too fast is slowed down by those who read.", "What is Backpressure?"),
        (
            "Backpressure is a scheme in which whoever sends too fast is slowed down by readers.",
            "What is Backpressure?",
        ),
        (
            "The term backpressure refers to slowing down whoever sends too fast for its readers.",
            "What is backpressure?",
        ),
        (
            "A dirty read occurs when a transaction sees what another one has not yet committed.",
            "What is a dirty read?",
        ),
    ],
)
def test_a_paragraph_that_defines(tmp_path: Path, text: str, question: str) -> None:
    page = f"{text}\n\nCaching is a technique by which a copy is kept near those who read it often.\n"
    assert found(tmp_path, page, "notes.txt")[:1] == [(question, text, True)]


def test_a_definition_keeps_its_subject(tmp_path: Path) -> None:
    told = [f"**{name.title()}** is a metal that people have used for a long time." for name, _ in METALS]
    told.append("**Iron**: a metal that rusts in wet air.")
    assert [answer for _, answer, _ in found(tmp_path, "\n\n".join(told))] == [
        *told[:3], "a metal that rusts in wet air.",
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["{0}\n:   {1}", "{0}\n    {1}"])
def test_definition_lists(tmp_path: Path, form: str) -> None:
    terms = [("Mutex", "A lock of one holder."), ("Latch", "A gate that opens once."),
             ("Fence", "An order of memory accesses."), ("Fiber", "A thread of the program's own.")]  # fmt: skip
    page = "# Words\n\n" + "\n\n".join(form.format(*one) for one in terms) + "\n"
    assert found(tmp_path, page) == [(f"What is {term}?", told, True) for term, told in terms]


def test_an_export_with_tabs_in_a_text_file(tmp_path: Path) -> None:
    text = (
        "#separator:tab\n#html:true\nWhat is tin?\tA soft metal.\tmetals\nTin is {{c1::soft}}.\t\t\n"
        "Why is it soft?\tIts bonds are weak.\tmetals\n"
    )
    told = read_text(tmp_path, text, "deck.txt")
    assert [(one.question, one.answer, one.question_line) for one in told.questions] == [
        ("What is tin?", "A soft metal.", 3), ("Why is it soft?", "Its bonds are weak.", 5),
    ]  # fmt: skip
    assert [one.first_line for one in told.refused] == [1, 2, 4]


def test_columns_that_an_export_names_as_its_own_are_passed_over(tmp_path: Path) -> None:
    text = "#separator:tab\n#notetype column:1\n#deck column:2\nBasic\tMetals\tWhy is tin soft?\tIts bonds are weak.\n"
    assert asked(tmp_path, text, "deck.txt") == [("Why is tin soft?", "Its bonds are weak.")]


def test_toggles_of_an_exported_page(tmp_path: Path) -> None:
    text = "Prep\n\n▾ What is tin?\n   A soft metal.\n\n▸ What is lead?\n   A heavy one.\n"
    assert asked(tmp_path, text, "prep.txt") == [("What is tin?", "A soft metal."), ("What is lead?", "A heavy one.")]
