"""Twelve documents in layouts of their own, each from one readable source, in as many formats as can carry it."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.ingest import layout_files
from tests.ingest.layout_truth import Expected, Truth
from tests.ingest.rendered_forms import WRITERS, Page, Part, bare, html, html_part

SOURCES = Path(__file__).parent / "rendered"
_ENDS = 3
_FOLDS = ("folded", "folded-line", "folded-open", "folded-item")
_LIST_OF_ROWS = {"csv", "tsv", "jsonl", "apkg"}

Source = Mapping[str, Any]
Entry = Mapping[str, Any]


@cache
def source_of(name: str) -> Source:
    """Return the source of that name."""
    loaded: Source = yaml.safe_load((SOURCES / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def names() -> list[tuple[str, str]]:
    """Return each document's name with each of its formats."""
    return [(path.stem, form) for path in sorted(SOURCES.glob("*.yaml")) for form in source_of(path.stem)["forms"]]


def is_unmarked(name: str, form: str) -> bool:
    """Whether that format writes something of the page just as it writes text, so that nothing tells them apart."""
    return form in source_of(name).get("unmarked", ())


def truth_of(name: str, form: str) -> Truth:
    """Return what the source's questions and answers are, by the answer's first and last words.

    Cloze cards are questions in a package alone; anywhere else they have no second side.
    """
    expected = []
    for entry in source_of(name)["blocks"]:
        if is_asked(entry):
            words = " ".join(" ".join(_texts(part)) for part in told(entry)).split()
            asked = entry.get("q") or "drafted about " + str(entry.get("term") or entry["about"])
            expected.append(Expected(str(asked), " ".join(words[:_ENDS]), " ".join(words[-_ENDS:])))
    if form == "apkg" and "cards" in source_of(name):
        return Truth((*expected, *(Expected(*row) for row in source_of(name)["cards"])), ())
    return Truth(tuple(expected), tuple(source_of(name)["furniture"]))


def _texts(part: Part) -> list[str]:
    return [bare(part.text), *(bare(cell) for row in part.rows for cell in row)]


def is_asked(entry: Entry) -> bool:
    """Whether the entry is a question, a term, or a paragraph that defines something."""
    return bool({"q", "term", "about"} & set(entry))


def told(entry: Entry) -> tuple[Part, ...]:
    """Return an entry's answer as blocks."""
    if isinstance(entry["a"], str):
        return (Part("p", entry["a"]),)
    return tuple(plain(one) for one in entry["a"])


def plain(entry: Entry) -> Part:
    """Return a block of the source that is no question."""
    ((kind, content),) = entry.items()
    if isinstance(content, list):
        return Part(kind, rows=tuple((str(one),) for one in content))
    return Part(kind, str(content))


def write(name: str, form: str, folder: Path) -> Path:
    """Write the document of that name in that format into `folder`."""
    source = source_of(name)
    path = folder / f"{name}.{form}"
    if form in _LIST_OF_ROWS or (source["layout"] == "deck" and form == "txt"):
        path.write_bytes(_ROWS[form](source))
    elif source["layout"] == "faq" and form == "html":
        path.write_text(html(_page(source, form), _microdata), encoding="utf-8")
    else:
        path.write_bytes(WRITERS[form](_page(source, form)))
    return path


def _page(source: Source, form: str) -> Page:
    body = tuple(_LAYOUTS[source["layout"]](source, form))
    return Page(source["title"], body, tuple(source["top"]), tuple(source["bottom"]), source.get("foot", ""))


def _details(source: Source, form: str) -> Iterator[Part]:
    asked = 0
    for entry in source["blocks"]:
        if not is_asked(entry):
            yield plain(entry)
        elif form in {"md", "html"}:
            inside = told(entry)
            kind = _FOLDS[asked % len(_FOLDS)]
            yield Part("folded" if kind == "folded-line" and len(inside) > 1 else kind, entry["q"], inside=inside)
            asked += 1
        else:
            yield Part("strong", entry["q"])
            yield from told(entry)


def _numbered_headings(source: Source, form: str) -> Iterator[Part]:
    if form in {"md", "pdf", "docx"}:
        yield from (Part("p", line) for line in source["top"][3:6])
    number = 0
    for entry in source["blocks"]:
        if is_asked(entry):
            number += 1
            yield Part("h2", f"{number}. {entry['q']}")
            yield from told(entry)
        else:
            yield plain(entry)


def _faq(source: Source, form: str) -> Iterator[Part]:
    for entry in source["blocks"]:
        if not is_asked(entry):
            yield plain(entry)
        elif form == "html":
            yield Part("item", entry["q"], inside=told(entry))
        else:
            yield Part("h3", entry["q"])
            yield from told(entry)
            yield Part("small", "Back to top")


def _microdata(part: Part) -> str:
    if part.kind != "item":
        return html_part(part)
    inside = "".join(map(html_part, part.inside))
    return (
        '<section itemscope itemprop="mainEntity" itemtype="https://schema.org/Question">'
        f'<h3 itemprop="name">{part.text}</h3><div itemscope itemprop="acceptedAnswer" '
        f'itemtype="https://schema.org/Answer"><div itemprop="text">{inside}</div></div>'
        '<a href="#top">Back to top</a></section>'
    )


def _toggles(source: Source, form: str) -> Iterator[Part]:
    yield from (Part("p", line) for line in source["top"])
    for entry in source["blocks"]:
        if is_asked(entry):
            yield Part("toggle", entry["q"] if form != "pdf" else f"▾ {entry['q']}", inside=told(entry))
        else:
            yield plain(entry)


def _table(source: Source, _form: str) -> Iterator[Part]:
    rows = [tuple(source["columns"])]
    for entry in source["blocks"]:
        if is_asked(entry):
            rows.append((str(len(rows)), entry["q"], entry["a"], entry["more"]))
        else:
            yield plain(entry)
    yield Part("table", rows=tuple(rows))


def _slides(source: Source, _form: str) -> Iterator[Part]:
    for entry in source["blocks"]:
        yield Part("break")
        yield Part("h2", entry.get("q") or entry["section"])
        yield from told(entry) if is_asked(entry) else ()


def _cards(source: Source, form: str) -> Iterator[Part]:
    rows = [(entry["term"], entry["a"]) for entry in source["blocks"]]
    if form == "md":
        yield Part("table", rows=(tuple(source["columns"]), *rows))
    elif form == "html":
        yield from (Part("p", text) for row in rows for text in row)
    else:
        yield Part("table", rows=tuple(rows))


def _threads(source: Source, _form: str) -> Iterator[Part]:
    for entry in source["blocks"]:
        yield Part("h2", entry["q"])
        yield Part("small", "Asked 3 years ago · Viewed 12k times")
        yield Part("p", entry["body"])
        yield Part("h3", "2 Answers")
        yield Part("small", "48")
        yield from told(entry)
        yield Part("small", "answered Mar 3, 2021 at 10:02")
        yield Part("small", "thanks, that worked – kel Mar 4, 2021 at 7:40")
        yield Part("small", "Add a comment")


def _transcript(source: Source, _form: str) -> Iterator[Part]:
    asker, answerer = source["speakers"]
    for entry in source["blocks"]:
        if is_asked(entry):
            yield Part("p", f"**{asker}:** {entry['q']}")
            yield Part("p", f"**{answerer}:** {entry['a']}")
        else:
            yield Part("p", "**{}:** {}".format(*entry["say"]))


def _glossary(source: Source, _form: str) -> Iterator[Part]:
    for entry in source["blocks"]:
        if is_asked(entry):
            yield Part("terms", rows=((entry["term"], entry["a"]),))
        elif "letter" in entry:
            yield Part("h2", entry["letter"])
        else:
            yield plain(entry)


def _notes(source: Source, _form: str) -> Iterator[Part]:
    for entry in source["blocks"]:
        yield from told(entry) if is_asked(entry) else (plain(entry),)


_LAYOUTS: Mapping[str, Callable[[Source, str], Iterator[Part]]] = {
    "details": _details,
    "numbered_headings": _numbered_headings,
    "faq": _faq,
    "toggles": _toggles,
    "table": _table,
    "slides": _slides,
    "cards": _cards,
    "threads": _threads,
    "transcript": _transcript,
    "glossary": _glossary,
    "notes": _notes,
}


def _named_rows(source: Source) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the columns' names and the rows, as the export of such a document has them."""
    entries = [entry for entry in source["blocks"] if is_asked(entry)]
    answers = ["\n".join(text for part in told(entry) for text in _texts(part) if text) for entry in entries]
    layout = source["layout"]
    if layout == "toggles":
        return ("Name", "Answer", "Created", "Tags"), [
            (entry["q"], answer, "March 4, 2024 9:12 AM", "backend")
            for entry, answer in zip(entries, answers, strict=True)
        ]
    if layout == "table":
        rows: list[tuple[str, ...]] = [
            (str(number), entry["q"], answer, entry["more"])
            for number, (entry, answer) in enumerate(zip(entries, answers, strict=True), 1)
        ]
        return tuple(source["columns"]), rows
    names = tuple(source.get("columns", ("Front", "Back")))
    extra = ("compilers",) * (len(names) - 2)
    asked = [str(entry.get("q") or entry["term"]) for entry in entries]
    return names, [(one, answer, *extra) for one, answer in zip(asked, answers, strict=True)]


def _delimited(source: Source, separator: str) -> bytes:
    names, rows = _named_rows(source)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([names, *rows])
    return out.getvalue().encode()


def _json_lines(source: Source) -> bytes:
    if source["layout"] == "transcript":
        turns: list[dict[str, str]] = []
        for entry in source["blocks"]:
            said: Sequence[str] = (entry["q"], entry["a"]) if is_asked(entry) else (entry["say"][1],)
            for one in said:
                turns.append({"role": ("user", "assistant")[len(turns) % 2], "content": one})
        return (json.dumps({"id": "mock-1", "messages": turns}) + "\n").encode()
    names, rows = _named_rows(source)
    keys = [name.lower() for name in names]
    return "".join(json.dumps(dict(zip(keys, row, strict=True))) + "\n" for row in rows).encode()


def _package(source: Source) -> bytes:
    names, rows = _named_rows(source)
    notes: list[list[str]] = [["Basic", row[0], row[1].replace("\n", "<br>")] for row in rows]
    types = {"Basic": list(names[:2])}
    for cloze in source.get("cloze", ()):
        notes.insert(2, ["Cloze", cloze, ""])
        types["Cloze"] = ["Text", "Back Extra"]
    return layout_files.apkg({"types": types, "notes": notes})


def _deck_as_text(source: Source) -> bytes:
    """Return a deck as Anki exports it as text."""
    head = "#separator:tab\n#html:true\n#tags column:3\n"
    rows = [f"{row[0]}\t{row[1]}\tsecurity" for row in _named_rows(source)[1]]
    rows[2:2] = [f"{cloze}\t\t" for cloze in source["cloze"]]
    return (head + "\n".join(rows) + "\n").encode()


_ROWS: Mapping[str, Callable[[Source], bytes]] = {
    "csv": lambda source: _delimited(source, ","),
    "tsv": lambda source: _delimited(source, "\t"),
    "jsonl": _json_lines,
    "apkg": _package,
    "txt": _deck_as_text,
}
