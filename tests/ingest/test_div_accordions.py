"""Accordions whose titles are no buttons: a role, a switch or a class says that a panel opens below."""

from pathlib import Path

import pytest

from interviewer.ingest.read import read_document
from tests.ingest.documents import pairs

HEADS = (
    '<div class="kb-acc__head" role="button" tabindex="0"><span>{}</span><i class="icon"></i></div>',
    '<div data-toggle="collapse" data-target="#one">{}</div>',
    '<div class="faq-question">{}</div>',
    '<div class="accordionHeader" aria-expanded="false">{}</div>',
    '<div class="elementor-toggle-title">{}</div>',
)
ASKED = (
    "In a grove of (oak, ash), does the order of the trees matter?",
    "Explain a coppice.",
    "Two foresters each fell ten trees and each report ten. What went wrong and how do you stop it?",
)


@pytest.mark.parametrize("head", HEADS)
def test_the_title_of_a_panel_is_its_question(tmp_path: Path, head: str) -> None:
    panels = "".join(
        f'<div class="one">{head.format(question)}<div class="two" role="region"><p>It was seen {number} times. '
        f"Why does it go on, though? Nobody knows that.</p><ol><li>first</li><li>second</li></ol></div></div>"
        for number, question in enumerate(ASKED, 1)
    )
    path = tmp_path / "faq.html"
    path.write_text(f"<html><body><h1>Woods</h1><h2>Trees</h2>{panels}</body></html>", "utf-8")
    told = "It was seen {} times. Why does it go on, though? Nobody knows that.\n\n1. first\n2. second"
    found = [(question, answer.replace("\n\n2.", "\n2.")) for _, question, answer in pairs(read_document(path))]
    assert found == [(question, told.format(number)) for number, question in enumerate(ASKED, 1)]


def test_a_panel_with_text_in_its_head_is_text(tmp_path: Path) -> None:
    page = "<h2>What is bark?</h2><div class='panel-header'><p>Is it skin? It is the outer layer of a tree.</p></div>"
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{page}</body></html>", "utf-8")
    assert [one.question for one in read_document(path).questions] == ["What is bark?"]
