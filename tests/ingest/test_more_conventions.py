"""Tables, glossaries, list items, labels on lines of their own, and several of these in one document."""

from pathlib import Path

import pytest

from tests.ingest.documents import lines_of, pairs, read_text


def asked(folder: Path, text: str) -> list[tuple[str, str]]:
    return [pair[1:] for pair in pairs(read_text(folder, text, "notes.md"))]


def test_labels_alone_on_their_lines(tmp_path: Path) -> None:
    text = "Question:\nWhat is tar?\n\nAnswer:\nAn archive.\n\nQuestion:\nWhy use it?\n\nAnswer:\nOne file.\n"
    assert asked(tmp_path, text) == [("What is tar?", "An archive."), ("Why use it?", "One file.")]


def test_a_question_on_one_line_and_its_answer_on_the_next(tmp_path: Path) -> None:
    text = (
        "What is tar?\nIt is an archive.\nWhy do we use it?\nOne file is simpler.\nWho made it?\nSome people of old.\n"
    )
    assert [question for question, _ in asked(tmp_path, text)] == ["What is tar?", "Why do we use it?", "Who made it?"]


def test_list_items_with_sub_items(tmp_path: Path) -> None:
    text = "# Metals\n\n- What is tin?\n  - A metal.\n  - It is soft.\n- Why is it used?\n  - No rust.\n\nThanks.\n"
    found = read_text(tmp_path, text, "notes.md")
    assert [pair[1:] for pair in pairs(found)] == [
        ("What is tin?", "- A metal.\n- It is soft."),
        ("Why is it used?", "- No rust."),
    ]
    assert [lines_of(one) for one in found.questions] == [(3, 4, 5), (6, 7, 7)]


def test_questions_to_ask_oneself_stay_in_their_answer(tmp_path: Path) -> None:
    text = "## What is a review?\n\nAsk:\n\n- Is it right?\n  - Run it.\n- Is it clear?\n  - Read it."
    text += "\n\n## Why review?\n\nTo learn.\n"
    assert [question for question, _ in asked(tmp_path, text)] == ["What is a review?", "Why review?"]


def test_a_table_of_questions_and_answers(tmp_path: Path) -> None:
    text = (
        "| # | Question | Answer |\n|---|:---|---|\n| 1 | What is tin? | A metal.<br>It is soft. |\n"
        "| 2 | What does `a \\| b` do? | It joins. |\n| 3 | Why? |  |\n"
    )
    found = read_text(tmp_path, text, "notes.md")
    assert [pair[1:] for pair in pairs(found)] == [
        ("What is tin?", "A metal.\nIt is soft."),
        ("What does a | b do?", "It joins."),
    ]
    assert [lines_of(one) for one in found.questions] == [(3, 3, 3), (4, 4, 4)]
    assert [(one.first_line, one.last_line) for one in found.refused] == [(5, 5)]
    assert not any(one.drafted for one in found.questions)


def test_a_table_of_terms_is_drafted(tmp_path: Path) -> None:
    text = "| Term | Definition |\n|---|---|\n| Tin | A soft metal. |\n| Hash function | Maps keys to numbers. |\n"
    found = read_text(tmp_path, text, "notes.md").questions
    assert [(one.question, one.drafted) for one in found] == [
        ("What is Tin?", True),
        ("What is a Hash function?", True),
    ]


@pytest.mark.parametrize(
    "form", ["**{0}**: {1}", "**{0}:** {1}", "- **{0}** - {1}", "{0} - {1}", "{0}: {1}", "* {0} – {1}"]
)
def test_a_glossary_is_drafted(tmp_path: Path, form: str) -> None:
    told = "is what it is in every book."
    text = "# Metals\n\n" + "\n\n".join(form.format(name, f"It {told}") for name in ("Tin", "Lead", "Zinc", "Iron"))
    found = read_text(tmp_path, text, "notes.md").questions
    assert [(one.question, one.answer) for one in found] == [
        (f"What is {name}?", f"It {told}") for name in ("Tin", "Lead", "Zinc", "Iron")
    ]
    assert all(one.drafted for one in found)


def test_headings_that_are_terms(tmp_path: Path) -> None:
    text = (
        "# Notes on data\n\n## Bloom filter\n\nA Bloom filter is a bit array that tells whether a key may be in a set."
        "\n\nIt never misses one.\n\n## Setup\n\nRun the script first, then read the file that it leaves.\n"
    )
    found = read_text(tmp_path, text, "notes.md").questions
    assert [(one.question, one.first_line, one.last_line) for one in found] == [("What is a Bloom filter?", 5, 7)]


def test_three_conventions_in_one_document(tmp_path: Path) -> None:
    text = (
        "## What is tin?\n\nA metal.\n\n## Why is it soft?\n\nIts bonds are weak.\n\n"
        "Q1. What is lead?\nA. Another.\n\nQ2. What is zinc?\nA. A third.\n\n"
        "| Question | Answer |\n|---|---|\n| What is iron? | A fourth. |\n"
    )
    found = read_text(tmp_path, text, "notes.md").questions
    assert [one.question for one in found] == [
        "What is tin?",
        "Why is it soft?",
        "What is lead?",
        "What is zinc?",
        "What is iron?",
    ]
    assert all(0 < one.confidence <= 1 and one.first_line <= one.last_line for one in found)


def test_a_label_is_surer_than_a_bare_question(tmp_path: Path) -> None:
    labelled = read_text(tmp_path, "Q1. What is tin?\nA. A metal.\n\nQ2. Why?\nA. So.\n").questions
    bare = read_text(tmp_path, "\n\n".join(f"What is {n}?\n{n} is a thing of its kind." for n in "abc")).questions
    assert bare
    assert min(one.confidence for one in labelled) > max(one.confidence for one in bare)


def test_two_questions_of_each_of_three_conventions(tmp_path: Path) -> None:
    text = (
        "# Metals\n\n1. **What is tin?**\n   A soft metal that hardly rusts.\n\n"
        "2. **What is zinc?**\n   A metal that "
        "protects iron.\n\n**Q:** Why is brass yellow?\n**A:** For its copper.\n\n"
        "**Q:** Is it hard?\n**A:** Harder than "
        "copper.\n\n### Alloys\n\nWhat is bronze made of?\n\nOf copper and of tin.\n\n"
        "What is steel made of?\n\nOf iron "
        "and a little carbon.\n"
    )
    assert asked(tmp_path, text) == [
        ("What is tin?", "A soft metal that hardly rusts."),
        ("What is zinc?", "A metal that protects iron."),
        ("Why is brass yellow?", "For its copper."),
        ("Is it hard?", "Harder than copper."),
        ("What is bronze made of?", "Of copper and of tin."),
        ("What is steel made of?", "Of iron and a little carbon."),
    ]


def test_a_fold_under_its_own_heading_beside_labelled_questions(tmp_path: Path) -> None:
    text = (
        "**Q:** What is tin?\n**A:** A metal.\n\n**Q:** Is it hard?\n**A:** No.\n\n## Alloys\n\n<details>\n"
        "<summary>What is bronze?</summary>\n\nCopper with tin.\n\n</details>\n"
    )
    assert asked(tmp_path, text)[1:] == [("Is it hard?", "No."), ("What is bronze?", "Copper with tin.")]


def test_a_talk_under_its_own_heading_beside_labelled_questions(tmp_path: Path) -> None:
    text = (
        "**Q:** What is tin?\n**A:** A metal.\n\n**Q:** Is it hard?\n**A:** No.\n\n## Second round\n\n*Interviewer:* "
        "Design a foundry.\n*Me:* One furnace for each of the alloys.\n\n"
        "*Interviewer:* How do you heat it?\n*Me:* With "
        "gas, since it burns evenly.\n"
    )
    assert asked(tmp_path, text)[1:] == [
        ("Is it hard?", "No."),
        ("Design a foundry.", "One furnace for each of the alloys."),
        ("How do you heat it?", "With gas, since it burns evenly."),
    ]


def test_what_an_answer_asks_under_its_own_headings_stays_in_it(tmp_path: Path) -> None:
    text = (
        "## 1. What is tin?\n\nA metal.\n\n### Uses\n\nWhat is it good for?\n\n"
        "For cans and for solder.\n\nWhat else?\n\n"
        "For the making of bronze.\n\n## 2. What is zinc?\n\nA metal.\n"
    )
    assert [question for question, _ in asked(tmp_path, text)] == ["What is tin?", "What is zinc?"]


def test_definitions_of_what_is_asked(tmp_path: Path) -> None:
    text = (
        "What is tin?\n: A metal.\n: It is soft.\n\nDifference between tin and zinc?\n\n"
        ":   Zinc is harder.\n\nExplain "
        "brass\n: Copper and zinc.\n"
    )
    assert asked(tmp_path, text) == [
        ("What is tin?", "A metal.\nIt is soft."),
        ("Difference between tin and zinc?", "Zinc is harder."),
        ("Explain brass", "Copper and zinc."),
    ]


def test_a_bold_line_that_does_not_ask_among_bold_questions(tmp_path: Path) -> None:
    text = (
        "**What is tin?**\n\nA soft metal.\n\n**Smelting - its steps**\n\nHeat the ore, then pour.\n\n"
        "**tin vs zinc**\n\n"
        "Zinc is the harder one.\n\n**Why is it used?**\n\nIt does not rust.\n\n**Note:**\n\nNor does zinc, mostly.\n\n"
        "**How is it sold?**\n\nIn ingots of a tonne.\n"
    )
    assert [question for question, _ in asked(tmp_path, text)] == [
        "What is tin?",
        "Smelting - its steps",
        "tin vs zinc",
        "Why is it used?",
        "How is it sold?",
    ]


def test_bold_labels_that_recur_stay_in_their_answers(tmp_path: Path) -> None:
    part = "**What is {0}?**\n\nA metal.\n\n**Typical use**\n\nIn cans made of {0}.\n\n"
    text = "".join(part.format(metal) for metal in ("tin", "zinc", "lead"))
    assert [question for question, _ in asked(tmp_path, text)] == ["What is tin?", "What is zinc?", "What is lead?"]


@pytest.mark.parametrize(
    "form", ["{0}\n\n{1}\n\n", "<details>\n<summary>{0}</summary>\n\n{1}\n\n</details>\n\n"], ids=["bare", "folded"]
)
def test_a_comparison_among_questions(tmp_path: Path, form: str) -> None:
    told = [
        ("What is a metal?", "A thing that conducts and shines."),
        ("Tin vs zinc", "Zinc is the harder one of both."),
        ("Why is iron cheap?", "There is plenty of it in the ground."),
        ("Where is tin found?", "In rivers and in veins of granite."),
    ]
    assert asked(tmp_path, "".join(form.format(*pair) for pair in told)) == told


def test_questions_without_a_mark_that_run_over_two_lines(tmp_path: Path) -> None:
    text = (
        "1\nWhat is tin?\n• A soft metal that conducts\n\n"
        "2\nWhy does a can\nof tin not rust?\n• It is covered by its oxide\n\n"
        "3\nHow would you tell apart\ntin and zinc?\n• By how hard they are\n"
    )
    found = asked(tmp_path, text)
    assert [question for question, _ in found] == [
        "What is tin?",
        "Why does a can of tin not rust?",
        "How would you tell apart tin and zinc?",
    ]
    assert found[1][1].startswith("• It is covered")
