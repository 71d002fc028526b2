"""Accordions whose titles end in an arrow or a word, and a last question that nobody has answered."""

from pathlib import Path

import pytest

from interviewer.ingest.read import read_document
from tests.ingest.documents import read_text

_PAIRS = (
    ("What is a mutex?", "A lock that one thread at a time can hold."),
    ("Semaphore or mutex – what is the difference?", "A semaphore counts permits, a mutex has an owner."),
    ("Optimistic locking: when does it pay?", "When conflicts are rare, for a retry costs more than a check."),
)
_FORMS = {
    "button": '<div><button aria-expanded="false" aria-controls="p">{}<i>▾</i></button><div hidden>{}</div></div>',
    "plus": '<div><button aria-expanded="false">{} <span>+</span></button><div hidden>{}</div></div>',
    "icon": '<h3><button aria-controls="p">{}<i class="material-icons">expand_more</i></button></h3><div>{}</div>',
    "fold": "<details><summary>{} <span>▼</span></summary><p>{}</p></details>",
}


@pytest.mark.parametrize("form", _FORMS)
def test_every_panel_is_read_and_an_unanswered_question_does_not_take_the_foot(tmp_path: Path, form: str) -> None:
    body = "".join(_FORMS[form].format(*pair) for pair in (*_PAIRS, ("Why spin at all?", "")))
    file = tmp_path / "page.html"
    file.write_text(
        f"<html><body><h1>Threads</h1><p>Asked often.</p><h2>Locks</h2>{body}<hr>"
        "<p>Last changed in May by the office of the course.</p></body></html>"
    )
    assert tuple((one.question, one.answer) for one in read_document(file).questions) == _PAIRS


def test_a_panel_whose_title_is_a_numbered_task_is_read(tmp_path: Path) -> None:
    asked = ("1. What is a stone?", "2. Describe the firing of clay and its cost.")
    told = "It takes a day and a cord of wood."
    panel = '<button aria-expanded="false"><span>{}</span></button><div hidden><p>{}</p></div>'
    text = "<html><body><h1>Rocks</h1>" + "".join(panel.format(one, told) for one in asked) + "</body></html>"
    found = read_text(tmp_path, text, "rocks.html").questions
    assert [one.answer for one in found] == [told, told], [one.question for one in found]
