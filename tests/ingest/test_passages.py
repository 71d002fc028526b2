"""Passages: small, cut where the text allows it, and true to their lines."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from interviewer.ingest.passages import MOST_PIECES, MOST_WORDS, Line, passages, pieces_of
from tests.ingest.documents import read_text


def numbered(text: str) -> list[Line]:
    return [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]


def test_a_short_text_is_one_passage() -> None:
    (only,) = passages("d", numbered("One. Two.\n\n- three\n- four"))
    assert (only.document, only.first_line, only.last_line) == ("d", 1, 4)
    assert only.text == "One. Two.\n\n- three\n- four"


def test_a_long_text_is_cut_at_paragraphs_then_sentences() -> None:
    sentence = "Water runs down the hill and fills the lake with what it carries. "
    text = sentence * 5 + "\n\n" + sentence * 30
    cut = passages("d", numbered(text.strip()))
    assert [passage.first_line for passage in cut][:2] == [1, 3]
    assert all(passage.text.endswith("carries.") for passage in cut)
    assert all(len(passage.text.split()) <= MOST_WORDS for passage in cut)


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "Use a small model, e.g. BERT or such, for this. " * 40
    assert all(passage.text.endswith("for this.") for passage in passages("d", numbered(text.strip())))


def test_a_sentence_larger_than_a_passage_is_cut_at_words() -> None:
    cut = passages("d", numbered("word " * 400))
    assert sum(len(passage.text.split()) for passage in cut) == 400
    assert all(len(passage.text.split()) <= MOST_WORDS for passage in cut)


def test_code_that_fits_stays_whole(tmp_path: Path) -> None:
    code = "```\n" + "\n".join(f"x{n} = f({n})\n" for n in range(12)) + "\n```"
    text = f"Q1. How?\nA. {'Words come first here. ' * 28}\n\n{code}\n\nQ2. Why?\nA. Because.\n"
    assert any(code in passage.text for passage in read_text(tmp_path, text, "n.md").passages)


def test_a_heading_stays_with_what_it_announces() -> None:
    text = "Iron " * 140 + ".\n\nA Heading\n\n" + "Tin " * 30 + "."
    assert passages("d", numbered(text))[-1].text.startswith("A Heading")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=3000), st.integers(1, 60))
def test_no_passage_is_too_large_and_no_word_is_lost(text: str, width: int) -> None:
    lines = [text[start : start + width * 10] for start in range(0, len(text), width * 10)]
    cut = passages("d", [Line(number, line) for number, line in enumerate(lines, 1)])
    assert "".join("".join(passage.text.split()) for passage in cut) == "".join("".join(lines).split())
    for passage in cut:
        assert 1 <= passage.first_line <= passage.last_line <= len(lines)
        assert len(passage.text.split()) <= MOST_WORDS
        assert pieces_of(passage.text) <= MOST_PIECES
