"""Comments of readers that an export lists at its end are no part of the last answer."""

from pathlib import Path

from interviewer.ingest.commented import COMMENTS
from tests.ingest.documents import read_text

TEXT = "Q: What is bark?\n\nThe outer layer.{mark} It keeps water in.\n\nQ: What is sap?\n\nA juice.\n\n"


def test_comments_and_their_marks_go(tmp_path: Path) -> None:
    text = TEXT.format(mark="[a]") + "________________\n\n[a] Ann: is it dead?\n\n[a]Bob: yes\n[b]Ann: nice notes\n"
    document = read_text(tmp_path, text, "trees.txt")
    assert [one.answer for one in document.questions] == ["The outer layer. It keeps water in.", "A juice."]
    assert COMMENTS in {one.reason for one in document.refused}


def test_without_a_rule_they_are_the_last_paragraphs(tmp_path: Path) -> None:
    text = TEXT.format(mark="[a]") + "[a]Ann: is it dead?\n[b]Bob: in parts\n"
    assert [one.answer for one in read_text(tmp_path, text).questions][1] == "A juice."


def test_without_a_mark_in_the_text_they_are_a_list(tmp_path: Path) -> None:
    text = TEXT.format(mark="") + "[a] It rises.\n[b] It falls.\n"
    assert [one.answer for one in read_text(tmp_path, text).questions][1].endswith("[b] It falls.")


def test_marks_that_no_comment_has_stay(tmp_path: Path) -> None:
    text = TEXT.format(mark=" x[a] x[c]") + "________________\n\n[a] Ann: is it dead?\n"
    assert read_text(tmp_path, text).questions[0].answer == "The outer layer. x x[c] It keeps water in."
