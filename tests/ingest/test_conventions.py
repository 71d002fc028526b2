"""Each way of writing questions and answers down, on documents of our own."""

from pathlib import Path

import pytest

from tests.ingest.documents import lines_of, pairs, read_text


def test_numbered_with_an_answer_label(tmp_path: Path) -> None:
    found = read_text(
        tmp_path, "Intro.\n\n1. What is a lock?\n\nAnswer: One holder.\n\n2. Define a race.\n\nAnswer: Two.\n"
    )
    assert pairs(found) == [("1", "What is a lock?", "One holder."), ("2", "Define a race.", "Two.")]
    assert [lines_of(question) for question in found.questions] == [(3, 5, 5), (7, 9, 9)]
    assert [(refusal.first_line, refusal.last_line) for refusal in found.refused] == [(1, 1)]


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        ("Q1. ", "A. "),
        ("Q1. ", "Ans. "),
        ("Q1: ", "Ans: "),
        ("Q.1 ", "Ans. "),
        ("Q 1. ", "Answer:- "),
        ("Que 1: ", "Ans: "),
        ("Question 1: ", "Answer 1: "),
        ("Q1) ", "A1: "),
        ("1.", "Ans:"),
        ("1) ", "Answer - "),
        ("**1.** ", "**Answer:** "),
        ("- Q: ", "  A: "),
        ("Q: ", "A: "),
        ("Question: ", "Answer: "),
        ("## Q1: ", "**A:** "),
        ("### Question 1\n", "### Answer\n"),
        ("Question 1\n", "Answer\n"),
        ("", "Answer: "),
        ("> Q1. ", "> A. "),
    ],
)
@pytest.mark.parametrize("gap", ["", "\n"])
def test_labels_and_marks(tmp_path: Path, mark: str, label: str, gap: str) -> None:
    first = f"{mark}What is a cache?\n{gap}{label}A store nearby.\n\n"
    second = f"{mark.replace('1', '2')}Why is it fast?\n{gap}{label}It is near.\n"
    found = read_text(tmp_path, first + second, "notes.md")
    assert [pair[1:] for pair in pairs(found)] == [
        ("What is a cache?", "A store nearby."),
        ("Why is it fast?", "It is near."),
    ]


def test_question_and_answer_on_one_line(tmp_path: Path) -> None:
    text = "**Q:** What is TCP? **A:** A stream.\n\n**Q:** What is UDP? **A:** Datagrams.\nUnordered.\n"
    assert pairs(read_text(tmp_path, text, "notes.md")) == [
        ("", "What is TCP?", "A stream."),
        ("", "What is UDP?", "Datagrams.\nUnordered."),
    ]


def test_bullets_that_hold_only_a_number(tmp_path: Path) -> None:
    text = (
        "  • 7.\n\n    What is a heap?\n\n    Answer:\n\n    A tree:\n\n    • full\n      • to the left\n\n"
        "    1. push\n    2. pop\n\n    def pop(heap):\n        return heap[0]\n\nTrees And Graphs\n\n"
        "  • 8.\n\n    Name a use.\n\n    Answer:\n\n    Queues.\nContact us\n"
    )
    found = read_text(tmp_path, text)
    answer = "A tree:\n\n• full\n  • to the left\n\n1. push\n2. pop\n\ndef pop(heap):\n    return heap[0]"
    assert pairs(found) == [("7", "What is a heap?", answer), ("8", "Name a use.", "Queues.")]


def test_headings(tmp_path: Path) -> None:
    text = (
        "# Guide\n\nHello.\n\n## Q1: What is a **B-tree**?\n\nBalanced.\n\n### Why is it used?\n\nDisks.\n\n"
        "## Q2: How does `split` work?\n\n```python\n# Q9. What is this?\n\n\n## Q3: no heading\n```\n\n"
        "## Thanks\n\nBye.\n"
    )
    assert pairs(read_text(tmp_path, text, "notes.md")) == [
        ("1", "What is a B-tree?", "Balanced.\n\n### Why is it used?\n\nDisks."),
        ("2", "How does split work?", "```python\n# Q9. What is this?\n\n\n## Q3: no heading\n```"),
    ]


def test_headings_without_numbers(tmp_path: Path) -> None:
    text = (
        "# FAQ\n\n### What is a pod?\n\nContainers.\n\n### How do they talk?\n\nBy ports.\n\n### Install\n\nRun it.\n"
    )
    found = read_text(tmp_path, text, "notes.markdown")
    assert found.format == "markdown"
    assert [pair[1:] for pair in pairs(found)] == [
        ("What is a pod?", "Containers."),
        ("How do they talk?", "By ports."),
    ]


def test_bold_questions(tmp_path: Path) -> None:
    text = "**What is ACID?**\n\nFour rules.\n\n* **What is BASE?** The other way.\n"
    assert [pair[1:] for pair in pairs(read_text(tmp_path, text, "notes.md"))] == [
        ("What is ACID?", "Four rules."),
        ("What is BASE?", "The other way."),
    ]


def test_numbers_without_labels_and_lists_inside_answers(tmp_path: Path) -> None:
    text = (
        "1. What is a mutex?\nA lock that one thread holds\nat a time.\n2. What kinds of lock are there?\n"
        "1. Spin locks\n2. What readers share\n3. Explain a deadlock.\nFour conditions:\n\n1. Hold\n\n2. Wait\n\n"
        "4. Why order locks?\nNo cycle.\n"
    )
    assert pairs(read_text(tmp_path, text)) == [
        ("1", "What is a mutex?", "A lock that one thread holds\nat a time."),
        ("2", "What kinds of lock are there?", "1. Spin locks\n2. What readers share"),
        ("3", "Explain a deadlock.", "Four conditions:\n\n1. Hold\n\n2. Wait"),
        ("4", "Why order locks?", "No cycle."),
    ]


def test_answers_on_the_line_of_their_question(tmp_path: Path) -> None:
    text = "1. What is bias? Give an example. Bias is a steady error.\n2. What is noise? Noise is chance.\n"
    assert pairs(read_text(tmp_path, text)) == [
        ("1", "What is bias? Give an example.", "Bias is a steady error."),
        ("2", "What is noise?", "Noise is chance."),
    ]


def test_questions_without_any_mark(tmp_path: Path) -> None:
    text = "\n\n".join(f"What is {name}?\n{name} is a thing of its kind." for name in ("red", "green", "blue"))
    assert [pair[1] for pair in pairs(read_text(tmp_path, text))] == ["What is red?", "What is green?", "What is blue?"]


def test_a_question_over_several_lines_and_with_code(tmp_path: Path) -> None:
    text = (
        "1. What is a view and how\ndoes it differ from a table?\nAnswer: A stored query.\n\n"
        "2. What does this print?\n\n    x = 1\n    print(x)\n\nAnswer: 1\n\n"
        "3. Which is right?\nA. One\nB. Two\nAnswer: B\n"
    )
    assert pairs(read_text(tmp_path, text)) == [
        ("1", "What is a view and how does it differ from a table?", "A stored query."),
        ("2", "What does this print?\n\nx = 1\nprint(x)", "1"),
        ("3", "Which is right?\nA. One\nB. Two", "Two"),
    ]


def test_a_table_of_contents_is_not_a_second_set(tmp_path: Path) -> None:
    names = ["a stack", "a queue", "a deque"]
    contents = "".join(f"{n}. What is {name}?\n" for n, name in enumerate(names, 1))
    body = "".join(f"{n}. What is {name}?\n\nIt is {name} indeed.\n\n" for n, name in enumerate(names, 1))
    found = read_text(tmp_path, f"Table of contents\n\n{contents}\n{body}")
    assert [question.question_line for question in found.questions] == [7, 11, 15]


def test_numbering_that_starts_again_in_a_section(tmp_path: Path) -> None:
    section = "1. What is {0}?\n{0} is one.\n\n2. Why {0}?\nFor reasons.\n\n3. How is {0} made?\nBy hand.\n\n"
    text = "# Part one\n" + section.format("tin") + "# Part two\n" + section.format("lead")
    assert [pair[0] for pair in pairs(read_text(tmp_path, text, "notes.md"))] == ["1", "2", "3", "1", "2", "3"]


def test_two_conventions_in_one_document(tmp_path: Path) -> None:
    text = (
        "Q1. What is tin?\nA. A metal.\n\nQ2. What is lead?\nA. Another.\n\nQuestion: What is zinc?\nAnswer: A third.\n"
    )
    assert len(read_text(tmp_path, text).questions) == 3


def test_a_question_without_an_answer_is_refused(tmp_path: Path) -> None:
    text = "1. What is A?\nAnswer: a.\n\n2. What is B?\n\n3. What is C?\nAnswer: c.\n"
    found = read_text(tmp_path, text)
    assert [pair[0] for pair in pairs(found)] == ["1", "3"]
    assert [(refusal.first_line, "without an answer" in refusal.reason) for refusal in found.refused] == [(4, True)]
    assert any("without an answer" in note for note in found.notes)


def test_closing_words_are_no_part_of_the_last_answer(tmp_path: Path) -> None:
    for closing in (
        "Conclusion\n\nThat was all.\n",
        "Good luck with it!\n",
        "folder icon\n\nSee The Inside\n\nPractise with us before your next interview.\n",
        "We hope this list of interview questions helps you.\n\nJane Roe 3 May, 2021\n",
        "## Further reading\n\n- a book\n",
    ):
        found = read_text(
            tmp_path, f"Q1. What is A?\nA. It is a.\n\nQ2. What is B?\nA. It is b.\n\nStill b.\n\n{closing}", "n.md"
        )
        assert found.questions[-1].answer == "It is b.\n\nStill b.", closing


def test_the_title_of_the_next_section_is_no_part_of_an_answer(tmp_path: Path) -> None:
    text = "Q1. What is A?\nA. It is a.\n\nAdvanced Topics\n\nQ2. What is B?\nA. Supervised\n\nUnsupervised\n"
    assert [pair[2] for pair in pairs(read_text(tmp_path, text))] == ["It is a.", "Supervised\n\nUnsupervised"]


def test_prose_becomes_passages(tmp_path: Path) -> None:
    found = read_text(tmp_path, "Iron rusts in wet air. Zinc protects it.\n\n1. Clean the iron.\n2. Dip it.\n")
    assert not found.questions
    assert [(one.first_line, one.last_line) for one in found.passages] == [(1, 4)]
    assert [note.split(".")[0] for note in found.notes] == ["No question found"]


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    assert read_text(tmp_path, " \n\n").notes == ("This file holds no text.",)


def test_a_document_without_blank_lines(tmp_path: Path) -> None:
    text = "Q1. What is A?\nA. It is a.\nQ2. What is B?\nA. It is b.\nStill b.\nConclusion\nGood luck with it!\n"
    assert [pair[2] for pair in pairs(read_text(tmp_path, text))] == ["It is a.", "It is b.\nStill b."]


def test_tasks_beside_questions_without_any_mark(tmp_path: Path) -> None:
    parts = ["What is red?", "Explain the colour green.", "Why is it blue?", "What are the kinds of grey?"]
    text = "\n\n".join(f"{part}\n\nIt is what the eye makes of light." for part in parts)
    assert [pair[1] for pair in pairs(read_text(tmp_path, text))] == parts
