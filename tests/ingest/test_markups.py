"""Underlined headings, reStructuredText, Org, AsciiDoc and wikitext: read as Markdown is, their markup left behind."""

import time
from pathlib import Path

import pytest

from interviewer.ingest.inputs import expand
from interviewer.ingest.rst_tables import with_tables
from tests.ingest.documents import lines_of, pairs, read_text

QUESTIONS = ("What is a heap?", "Why is it an array?", "Explain heapify", "When is a tree better?")
ANSWERS = (
    "A tree in which no child is smaller than its parent.",
    "The place of a child follows from that of its parent.",
    "Each node sinks until both of its children are larger.",
    "When all keys of a range must be found in order.",
)
HEADINGS = {
    "underlined": ("Trees\n=====", "{q}\n-----------------------"),
    "underlined shortly": ("Trees\n=====", "{q}\n---"),
    "between rules": ("=====\nTrees\n=====", "{q}\n~~~~~~~~~~~~~~~~~~~~~~~"),
    "org": ("#+TITLE: Trees", "** TODO [#A] {q}    :trees:"),
    "org without a title": ("* Trees", "** {q}"),
    "asciidoc": ("= Trees", "== {q}"),
    "wikitext": ("== Trees ==", "=== {q} ==="),
    "wikitext, close": ("==Trees==", "==={q}==="),
}


@pytest.mark.parametrize("name", ["notes.txt", "notes.md"])
@pytest.mark.parametrize("form", HEADINGS)
def test_headings_of_each_language(tmp_path: Path, form: str, name: str) -> None:
    title, heading = HEADINGS[form]
    told = zip(QUESTIONS, ANSWERS, strict=True)
    text = "\n\n".join([title, *(f"{heading.format(q=asked)}\n\n{answer}" for asked, answer in told)])

    found = read_text(tmp_path, text, name)

    assert [pair[1:] for pair in pairs(found)] == list(zip(QUESTIONS, ANSWERS, strict=True))
    lines = text.split("\n")
    assert [lines.index(answer) + 1 for answer in ANSWERS] == [lines_of(one)[1] for one in found.questions]


def test_a_section_between_underlined_questions_ends_the_answer(tmp_path: Path) -> None:
    text = (
        "Heaps\n=====\n\nWhat is a heap?\n---------------\n\nA tree.\n\nHashes\n======\n\nWhat is a hash?\n"
        "---------------\n\nA number.\n"
    )
    assert [pair[2] for pair in pairs(read_text(tmp_path, text))] == ["A tree.", "A number."]


def test_a_rule_under_a_paragraph_makes_no_heading_of_it(tmp_path: Path) -> None:
    text = "## What is a heap?\n\nA tree with an order.\n---\n\n## What is a hash?\n\nA number.\n---\n"
    assert [pair[2] for pair in pairs(read_text(tmp_path, text, "notes.md"))] == ["A tree with an order.", "A number."]


def test_a_rule_between_asciidoc_headings_opens_no_program(tmp_path: Path) -> None:
    told = zip(QUESTIONS, ANSWERS, strict=True)
    text = "\n\n----\n\n".join(f"== {asked}\n\n{answer}" for asked, answer in told)

    assert [pair[1:] for pair in pairs(read_text(tmp_path, text))] == list(zip(QUESTIONS, ANSWERS, strict=True))


BODIES = {
    "wikitext": (
        "=== {q} ===\n{a} A '''tree''' of ''nodes''.<ref>A book</ref>\n* see [[Tree|the tree]]\n** deeper\n"
        '{{| class="x"\n! Kind !! Order\n|-\n| {n} || partly\n|}}\n',
        "{a} A **tree** of *nodes*.\n- see the tree\n  - deeper\n| Kind | Order |\n| --- | --- |\n| {n} | partly |",
    ),
    "asciidoc": (
        "== {q}\n\n{a} A *tree*, see https://trees.example[the tree].\n\n[source,python]\n----\n== x\n----\n\n"
        "|===\n|Kind |Order\n\n|{n}\n|partly\n|===\n",
        "{a} A **tree**, see the tree.\n\n\n```\n== x\n```\n\n| Kind | Order |\n| --- | --- |\n| {n} | partly |",
    ),
    "org": (
        "** {q}\n   :PROPERTIES:\n   :LEVEL: 2\n   :END:\n"
        "   {a} A *tree*, see [[https://trees.example][the tree]], =heapq=.\n"
        "   #+BEGIN_SRC python\n   push({n})\n   #+END_SRC\n",
        "{a} A **tree**, see the tree, `heapq`.\n```python\npush({n})\n```",
    ),
    "restructuredtext": (
        "{q}\n--------------------------\n\n.. index:: heaps\n\n"
        "{a} A tree, see `the tree <https://trees.example>`_, :doc:`heaps`.\n\n"
        ".. code-block:: python\n\n   push({n})\n\nThat is all of number {n}.\n",
        "{a} A tree, see the tree, `heaps`.\n\n```python\n\n   push({n})\n```\nThat is all of number {n}.",
    ),
}


@pytest.mark.parametrize("form", BODIES)
def test_answers_are_stored_as_markdown(tmp_path: Path, form: str) -> None:
    body, told = BODIES[form]
    parts = [{"q": asked, "a": ANSWERS[place], "n": str(place)} for place, asked in enumerate(QUESTIONS)]

    found = read_text(tmp_path, "\n".join(body.format(**part) for part in parts))

    assert [pair[1:] for pair in pairs(found)] == [(part["q"], told.format(**part)) for part in parts]


SUFFIXED = {
    "one.org": "#+TITLE: Heaps\n* What is a heap?\nA tree with an order.\n",
    "one.rst": "What is a heap?\n###############\n\nA tree with an order.\n",
    "one.adoc": "= What is a heap?\n\nA tree with an order.\n",
    "one.asciidoc": "= Heaps\n\n== What is a heap?\n\nA tree with an order.\n",
    "one.mediawiki": "== What is a heap? ==\nA tree with an order.\n",
    "one.text": "Q: What is a heap?\nA: A tree with an order.\n",
    "one.markdown": "## What is a heap?\n\nA tree with an order.\n",
    "one.htm": "<h2>What is a heap?</h2><p>A tree with an order.</p>",
    "TABLE.ORG": "| Question | Answer |\n|----------+--------|\n| What is a heap? | A tree with an order. |\n",
    "table.adoc": "|===\n|Question |Answer\n\n|What is a heap?\n|A tree with an order.\n|===\n",
    "list.adoc": "= Heaps\n\n[qanda]\nWhat is a heap?::\nA tree with an order.\n",
}


@pytest.mark.parametrize("name", SUFFIXED)
def test_one_question_suffices_where_the_suffix_names_the_language(tmp_path: Path, name: str) -> None:
    found = read_text(tmp_path, SUFFIXED[name], name)
    assert [pair[1:] for pair in pairs(found)] == [("What is a heap?", "A tree with an order.")]
    assert [one.path.name for one in expand([tmp_path])] == [name]


def test_lines_with_stars_are_headings_in_an_outline_whatever_they_ask(tmp_path: Path) -> None:
    text = "".join(f"* {asked}\n{answer}\n" for asked, answer in zip(QUESTIONS, ANSWERS, strict=True))
    assert [pair[1:] for pair in pairs(read_text(tmp_path, text, "notes.org"))] == list(
        zip(QUESTIONS, ANSWERS, strict=True)
    )


def test_an_asciidoc_list_of_questions(tmp_path: Path) -> None:
    told = zip(QUESTIONS[:2], ANSWERS[:2], strict=True)
    text = "= Trees\n\n" + "".join(f"{asked}:: {answer}\n" for asked, answer in told)
    assert [pair[1:] for pair in pairs(read_text(tmp_path, text, "notes.adoc"))] == list(
        zip(QUESTIONS[:2], ANSWERS[:2], strict=True)
    )


RST_TABLES = {
    "simple": (
        "=================  ======================\nQuestion           Answer\n"
        "=================  ======================\n"
        "What is a heap?    A tree with an order,\n                   not sorted | at all.\n\n"
        "What is a trie?    These:\n                   - letters\n=================  ======================\n"
    ),
    "grid": (
        "+-----------------+-----------------------+\n| Question        | Answer                |\n"
        "+=================+=======================+\n| What is         | A tree with an order, |\n"
        "| a heap?         | not sorted | at all.  |\n+-----------------+-----------------------+\n"
        "| What is a trie? | These:                |\n|                 | - letters             |\n"
        "+-----------------+-----------------------+\n"
    ),
    "list": (
        ".. list-table:: Trees\n   :header-rows: 1\n\n   * - Question\n     - Answer\n   * - What is a heap?\n"
        "     - A tree with an order,\n       not sorted | at all.\n   * - What is a trie?\n     - These:\n\n"
        "       - letters\n"
    ),
}


@pytest.mark.parametrize("form", RST_TABLES)
def test_tables_of_restructuredtext(tmp_path: Path, form: str) -> None:
    text = f"Trees\n=====\n\n{RST_TABLES[form]}\nMore\n====\n\nWhat is a rope?\n---------------\n\nA tree of texts.\n"
    found = read_text(tmp_path, text, "notes.rst")
    assert [pair[1:] for pair in pairs(found)] == [
        ("What is a heap?", "A tree with an order, not sorted | at all."),
        ("What is a trie?", "These:\n- letters"),
        ("What is a rope?", "A tree of texts."),
    ]
    assert lines_of(found.questions[2])[1] == text.split("\n").index("A tree of texts.") + 1


@pytest.mark.parametrize(
    "text",
    [
        "=====  =====\nA      B\n=====  =====\n\nWhy so?\n\n=====  =====\nC      D\n=====  =====\n",
        "+-----+-----+\n| A   | B   |\n+-----+-----+\n| C   | D   |\n+-----+-----+\n",
        "+-----+-----+\n| A   | B   |\n+=====+=====+\n| over both |\n+-----+-----+\n",
        "=====  =====\nA      B\n=====  =====\ntext over it all\n=====  =====\n",
    ],
)
def test_tables_without_a_header_or_with_joined_cells_stay_as_they_are(text: str) -> None:
    lines = text.split("\n")
    assert with_tables(lines) == lines


@pytest.mark.parametrize(
    "lines",
    [
        ["== =="],
        ["+---+---+"],
        ["+---+---+", "| a | b |", "+===+===+", "| a | b |"],
        ["=== ===", "a   b", "=== ===", "c   d"],
        [".. list-table::", "   * - a"],
    ],
)
def test_many_torn_tables_are_read_in_linear_time(lines: list[str]) -> None:
    many = lines * (200_000 // len(lines))
    started = time.process_time()
    assert len(with_tables(many)) == len(many)
    assert time.process_time() - started < 10
    widths = ["=" * (place % 90 + 2) + " ==" for place in range(100_000)]
    assert with_tables(widths) == widths
