"""Documents in the style of real pages, in every format: at least four questions of five, each with its own answer."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from interviewer.domain.document import Document
from interviewer.ingest import read_document
from interviewer.ingest.readers.registry import FORMATS
from tests.ingest import rendered
from tests.ingest.layout_files import built
from tests.ingest.layout_truth import Score, names, score, source_of, truth_of

LEAST_SHARE = 0.8
LEAST_DOCUMENTS, LEAST_QUESTIONS = 10, 8
MOST_EXTRA_SHARE = 0.2


@cache
def document(name: str, folder: Path) -> Document:
    return read_document(built(source_of(name), folder))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("layouts")


def scored(name: str, folder: Path) -> Score:
    return score(truth_of(name), document(name, folder))


@pytest.mark.parametrize("name", names())
def test_most_questions_are_found_with_their_own_whole_answer(name: str, folder: Path) -> None:
    found = scored(name, folder)
    assert found.share >= LEAST_SHARE, found.missed


@pytest.mark.parametrize("name", names())
def test_nothing_of_the_page_is_in_a_question_or_an_answer(name: str, folder: Path) -> None:
    assert not scored(name, folder).furniture


@pytest.mark.parametrize("name", names())
def test_hardly_anything_is_found_that_is_no_question(name: str, folder: Path) -> None:
    found = scored(name, folder)
    assert len(found.extra) <= MOST_EXTRA_SHARE * (len(found.found) + len(found.missed)), found.extra


def test_every_format_has_a_layout_and_ten_are_of_full_length(folder: Path) -> None:
    every = [document(name, folder) for name in names()]
    assert {form.name for form in FORMATS.values()} == {one.format for one in every}
    lengths = Counter(len(one.questions) >= LEAST_QUESTIONS for one in every)
    assert lengths[True] >= LEAST_DOCUMENTS


@pytest.mark.parametrize("name", [name for name in names() if source_of(name).suffix in {".md", ".txt"}])
def test_no_line_is_both_refused_and_in_an_answer(name: str, folder: Path) -> None:
    """A refused line may stand between an answer's first and last, never hold its text."""
    one = document(name, folder)
    source = source_of(name).read_text(encoding="utf-8").split("\n")
    refused = {line for refusal in one.refused for line in range(refusal.first_line, refusal.last_line + 1)}
    for question in one.questions:
        for line in refused & set(range(question.first_line, question.last_line + 1)):
            assert source[line - 1].strip() not in {
                text.strip() for text in question.answer.split("\n") if text.strip()
            }


def test_every_format_has_ten_documents_of_their_own_layout(folder: Path) -> None:
    """Both sets together: those that have one form, and those that are rendered into several."""
    forms = Counter(built(source_of(name), folder).suffix for name in names())
    forms.update(f".{form}" for _, form in rendered.names())
    assert {suffix for suffix, count in forms.items() if count >= LEAST_DOCUMENTS} >= {
        ".txt", ".md", ".html", ".pdf", ".docx", ".csv", ".jsonl", ".apkg"
    }  # fmt: skip
