"""What exports of real programs do: nested objects, threads, choices, HTML in cells, boxes in Word, and near misses."""

import io
import json
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument

from interviewer.domain.errors import DocumentError
from interviewer.ingest.readers import docx as word
from tests.ingest.documents import pairs, read_text
from tests.ingest.layout_words import add_special

ASKED, TOLD = "What is tin?", "A soft metal."


def of_rows(folder: Path, *rows: object) -> list[tuple[str, str]]:
    found = read_text(folder, "\n".join(map(json.dumps, rows)), "rows.jsonl")
    return [(question, answer) for _, question, answer in pairs(found)]


def of_table(folder: Path, text: str) -> list[tuple[str, str]]:
    return [(question, answer) for _, question, answer in pairs(read_text(folder, text, "table.csv"))]


def node(role: str, text: str, parent: str | None) -> dict[str, object]:
    return {"message": {"author": {"role": role}, "content": {"parts": [text]}}, "parent": parent}


def test_of_a_tree_of_messages_the_branch_that_is_shown_counts(tmp_path: Path) -> None:
    tree = {
        "q": node("user", ASKED, None),
        "first": node("assistant", "A kind of can.", "q"),
        "again": node("assistant", TOLD, "q"),
    }
    assert of_rows(tmp_path, {"mapping": tree, "current_node": "again"}) == [(ASKED, TOLD)]
    loop = {"a": node("user", ASKED, "b"), "b": node("assistant", TOLD, "a")}
    assert len(of_rows(tmp_path, {"mapping": loop, "current_node": "b"})) == 1


@pytest.mark.parametrize(
    ("answers", "best"),
    [
        ([{"body": "No idea.", "score": 9}, {"body": TOLD, "is_accepted": True}], TOLD),
        ([{"body": "No idea.", "score": 1}, {"body": TOLD, "score": 4}], TOLD),
        ([{"body": TOLD}, {"body": "No idea."}], TOLD),
        ([{"body": "Anyone?", "user": "me"}, {"body": TOLD, "user": "you"}], TOLD),
    ],
)
def test_of_several_replies_the_best_is_taken(tmp_path: Path, answers: list[object], best: str) -> None:
    assert of_rows(tmp_path, {"title": ASKED, "user": "me", "answers": answers}) == [(ASKED, best)]


@pytest.mark.parametrize("key", [1, "B", "b", "(B)", "x2"])
def test_the_right_choice_is_the_answer(tmp_path: Path, key: object) -> None:
    choices: object = ["A gas", TOLD, "A salt"]
    if key == "x2":
        choices = {"text": ["A gas", TOLD, "A salt"], "label": ["x1", "x2", "x3"]}
    assert of_rows(tmp_path, {"question": ASKED, "choices": choices, "answerKey": key}) == [(ASKED, TOLD)]


def test_a_key_that_names_no_choice_is_no_answer_of_theirs(tmp_path: Path) -> None:
    assert not of_rows(tmp_path, {"question": ASKED, "choices": ["A gas", TOLD], "label": 7})
    table = (
        "Question,Option A,Option B,Correct,Explanation\n" + f"{ASKED},A gas,A metal,D,{TOLD} It melts easily.\n" * 2
    )
    assert all("melts" in answer for _, answer in of_table(tmp_path, table))


def test_a_card_that_is_one_text_needs_a_front_that_asks(tmp_path: Path) -> None:
    assert of_rows(tmp_path, {"content": f"# {ASKED}\n---\n{TOLD}"}) == [(ASKED, TOLD)]
    assert not of_rows(tmp_path, {"content": f"Notes of May\n---\n{TOLD}"})


def test_deep_objects_end_somewhere(tmp_path: Path) -> None:
    deep: object = {"question": ASKED, "answer": TOLD}
    for _ in range(200):
        deep = {"inner": deep}
    assert not of_rows(tmp_path, deep)


def test_html_in_cells_is_shown_as_it_is_seen(tmp_path: Path) -> None:
    body = "<p>A <b>soft</b> metal.</p><p style='display:none'>SECRET</p><script>SECRET</script><p>It melts.</p>"
    found = read_text(
        tmp_path, f'title,body\n{ASKED},"{body}"\nWhy is it soft?,<p>Its bonds are weak by far.</p>\n', "a.csv"
    )
    assert [answer for _, _, answer in pairs(found)] == ["A **soft** metal.\n\nIt melts.", "Its bonds are weak by far."]
    assert any("SECRET" in note for note in found.notes)


def test_a_text_about_html_stays_as_it_is(tmp_path: Path) -> None:
    told = ["The <p> element holds a paragraph </p> at most.", "Use <div> where nothing else fits the text."]
    rows = [
        {"question": "What is <p> for?", "answer": told[0]},
        {"question": "When is <div> right?", "answer": told[1]},
    ]
    assert [answer for _, answer in of_rows(tmp_path, *rows)] == told


def test_columns_without_names_must_tell_which_asks(tmp_path: Path) -> None:
    rows = "".join(f"{n},metals,Is metal {n} soft?,Metal {n} is what it is and nothing else.\n" for n in range(3))
    assert len(of_table(tmp_path, rows)) == 3
    with pytest.raises(DocumentError, match="not clear"):
        of_table(tmp_path, rows.replace("?", "").replace("Is metal", "On metal"))


def boxed(kind: str = "", fill: str = "", letters: str = "") -> list[str]:
    """Return the lines of a Word document with one text box, whose drawing is changed so."""
    document: WordDocument = docx.Document()
    document.add_paragraph(ASKED, style="Heading 1")
    add_special(document, "box", TOLD)
    xml = document.element.body
    for run in xml.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent"):
        if letters:
            properties = run[0][0].get_or_add_rPr()
            properties.append(docx.oxml.OxmlElement("w:color"))
            properties[-1].set(docx.oxml.ns.qn("w:val"), letters)
    anchor = next(xml.iter(docx.oxml.ns.qn("wp:anchor")))
    if kind:
        about = docx.oxml.OxmlElement("wp:docPr" if kind == "hidden" else "wp:extent")
        names = {"hidden": {"hidden": "1"}, "thin": {"cx": "900000", "cy": "100"}}[kind]
        for name, value in names.items():
            about.set(name, value)
        anchor.insert(0, about)
    if fill:
        shape = next(one for one in xml.iter() if str(one.tag).endswith("}wsp"))
        looks = shape.makeelement(shape.tag.replace("wsp", "spPr"), {})
        looks.append(docx.oxml.OxmlElement("a:noFill" if fill == "none" else "a:solidFill"))
        if fill != "none":
            looks[0].append(docx.oxml.OxmlElement("a:srgbClr"))
            looks[0][0].set("val", fill)
        shape.insert(0, looks)
    out = io.BytesIO()
    document.save(out)
    return [line for line in word.read(out.getvalue()).lines if line]


def test_a_text_box_is_read_once_where_it_is_anchored() -> None:
    assert boxed() == [f"# {ASKED}", TOLD]
    assert boxed(fill="101010", letters="FFFFFF") == [f"# {ASKED}", TOLD]


@pytest.mark.parametrize(
    ("kind", "fill", "letters"),
    [("hidden", "", ""), ("thin", "", ""), ("", "none", "FFFFFF"), ("", "FFFFFF", "FEFEFE")],
)
def test_a_text_box_that_nobody_sees_is_left_out(kind: str, fill: str, letters: str) -> None:
    assert boxed(kind, fill, letters) == [f"# {ASKED}"]


def test_an_admonition_ends_with_its_indent(tmp_path: Path) -> None:
    asked = f'??? question "{ASKED}"\n\n    {TOLD}\n\n'
    text = f'# Tin\n\n{asked}Text of the page.\n\n!!! note "Mind"\n\n    Not a question.\n'
    assert [answer for _, _, answer in pairs(read_text(tmp_path, text, "notes.md"))] == [TOLD]


def test_a_task_in_bold_needs_questions_like_it(tmp_path: Path) -> None:
    task = "**Explain the smell of tin.** It has none that anybody could smell.\n\n"
    asked = "".join(f"**Is metal {n} soft?** Metal {n} is what it is.\n\n" for n in range(2))
    assert len(read_text(tmp_path, asked + task, "notes.md").questions) == 3
    tips = "# Tips\n\nHow to behave in the first minutes.\n\n**Explain your steps aloud.** Nobody can guess them.\n"
    assert not [one for one in read_text(tmp_path, tips, "notes.md").questions if not one.drafted]


def test_a_button_that_shows_something_is_no_question(tmp_path: Path) -> None:
    page = f'<h2>{ASKED}</h2><button class="toggle">Show answer</button><div><p>{TOLD}</p></div><h2>Why?</h2><p>So.</p>'
    assert [answer for _, _, answer in pairs(read_text(tmp_path, page, "a.html"))] == [TOLD, "So."]
