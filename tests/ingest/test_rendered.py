"""Twelve documents, each in every format that can carry it: four questions of five, each with its own answer."""

from functools import cache
from pathlib import Path

import pytest

from interviewer.domain.document import Document
from interviewer.ingest import read_document
from interviewer.ingest.readers.registry import FORMATS
from tests.ingest.layout_truth import Score, score
from tests.ingest.rendered import is_unmarked, names, truth_of, write

LEAST_SHARE, MOST_EXTRA_SHARE = 0.8, 0.2
LEAST_DOCUMENTS = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rendered")


@cache
def document(name: str, form: str, folder: Path) -> Document:
    return read_document(write(name, form, folder))


def scored(name: str, form: str, folder: Path) -> Score:
    return score(truth_of(name, form), document(name, form, folder))


@pytest.mark.parametrize(("name", "form"), names())
def test_most_questions_are_found_with_their_own_whole_answer(name: str, form: str, folder: Path) -> None:
    found = scored(name, form, folder)
    assert found.share >= LEAST_SHARE, found.missed


@pytest.mark.parametrize(("name", "form"), names())
def test_hardly_anything_is_found_that_is_no_question(name: str, form: str, folder: Path) -> None:
    found = scored(name, form, folder)
    assert len(found.extra) <= MOST_EXTRA_SHARE * (len(found.found) + len(found.missed)), found.extra


@pytest.mark.parametrize(("name", "form"), [one for one in names() if not is_unmarked(*one)])
def test_nothing_of_the_page_is_in_a_question_or_an_answer(name: str, form: str, folder: Path) -> None:
    assert not scored(name, form, folder).furniture


def test_there_are_twelve_documents_and_every_format(folder: Path) -> None:
    assert len({name for name, _ in names()}) >= LEAST_DOCUMENTS
    assert {form.name for form in FORMATS.values()} == {document(*one, folder).format for one in names()}
