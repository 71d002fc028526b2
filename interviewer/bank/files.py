"""One question file: front matter with line numbers, then the reference answer."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from interviewer.bank.schema import BundledFields, PersonalFields, ProvenanceFields, shared_run
from interviewer.domain.question import Alternative, FollowUp, KeyPoint, Misconception, Provenance, Question
from interviewer.domain.text import sanitize, visible_line

FENCE = "---"
Place = tuple[int | str, ...]
"""Where in a file something stands: names of the front matter and places in its lists, or BODY."""
BODY: Place = ("reference",)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file. `line` counts from 1."""

    file: str
    line: int
    fault: str

    def __str__(self) -> str:
        return f"{visible_line(self.file)}:{self.line}: {self.fault}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as read: the question, or why there is none."""

    file: Path
    question: Question | None
    faults: tuple[Fault, ...] = ()
    id_line: int = 1


class _Loader(yaml.SafeLoader):
    """YAML in which a date is text: nothing here is one, and an impossible one could not be read."""


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same by libyaml where it is there, four times as fast. For bundled files only: deep nesting kills it."""


for _one in (_Loader, _FastLoader):
    _one.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


# What PyYAML raises for a value that its tag does not allow, and for nesting without end.
_YAML_FAULTS = (yaml.YAMLError, ValueError, KeyError, AttributeError, TypeError, RecursionError)


def load_file(file: Path, *, track: str, topic: str, bundled: bool) -> Loaded:
    """Read one question file; what is wrong comes back as faults with their lines, nothing is raised."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return Loaded(file, None, (Fault(str(file), 1, f"cannot be read: {error}"),))
    return load_text(text, file, track=track, topic=topic, bundled=bundled)


def load_text(content: str, file: Path, *, track: str, topic: str, bundled: bool) -> Loaded:
    """Read what `file` holds or is to hold; nothing is raised."""
    lines = sanitize(content).split("\n")
    if not lines or lines[0].rstrip() != FENCE or FENCE not in (line.rstrip() for line in lines[1:]):
        return _faulty(file, 1, "does not begin with front matter between two lines of ---")
    end = next(i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE)
    reference = "\n".join(lines[end + 1 :]).strip()
    try:
        node, values = _parsed("\n".join(lines[1:end]), bundled=bundled)
    except _YAML_FAULTS as error:
        mark = getattr(error, "problem_mark", None)
        return _faulty(file, (mark.line if mark else 0) + 2, f"is not YAML: {getattr(error, 'problem', error)}")
    if not isinstance(values, dict) or node is None:
        return _faulty(file, 2, "has front matter that is not a mapping of names to values")
    return _validated(file, values, node, reference, end + 2, track=track, topic=topic, bundled=bundled)


def line_at(content: str, place: Place) -> int:
    """Return the line, from 1, at which `place` stands in what a question file holds; 1 where that cannot be read."""
    lines = sanitize(content).split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), 0)
    if place == BODY:
        return end + 2
    try:
        node, _ = _parsed("\n".join(lines[1:end]), bundled=False)
    except _YAML_FAULTS:
        return 1
    return _line(node, place) if node else 1


def _parsed(front: str, *, bundled: bool) -> tuple[yaml.Node | None, Any]:
    """Return front matter as nodes, which know their lines, and as values. Raises `_YAML_FAULTS`."""
    if bundled:
        with contextlib.suppress(*_YAML_FAULTS):  # the other loader names the line better
            return _read(_FastLoader(front))
    return _read(_Loader(front))


def _read(loader: Any) -> tuple[yaml.Node | None, Any]:
    node = loader.get_single_node()
    return node, loader.construct_document(node) if node else None


def _validated(
    file: Path,
    values: dict[str, Any],
    node: yaml.Node,
    reference: str,
    body_line: int,
    *,
    track: str,
    topic: str,
    bundled: bool,
) -> Loaded:
    try:
        fields = (BundledFields if bundled else PersonalFields).model_validate(values)
    except ValidationError as error:
        return Loaded(file, None, tuple(_fault(file, node, one) for one in _telling(error)))
    faults = []
    if not reference:
        faults.append(Fault(str(file), body_line, "has no reference answer below the front matter"))
    if fields.id != file.stem:
        faults.append(Fault(str(file), _line(node, ("id",)), f"has the id {fields.id!r}, not its file name"))
    for index, point in enumerate(fields.key_points if bundled else ()):
        run = shared_run(point.text, reference)
        if run:
            where = _line(node, ("key_points", index, "text"))
            faults.append(Fault(str(file), where, f"key point {point.id!r} repeats its reference: {run!r}"))
    question = _question(fields, reference, fields.track or track, topic, own=not bundled)
    return Loaded(file, None if faults else question, tuple(faults), _line(node, ("id",)))


def _question(fields: PersonalFields, reference: str, track: str, topic: str, *, own: bool) -> Question:
    return Question(
        id=fields.id,
        text=fields.question,
        reference=reference,
        key_points=tuple(KeyPoint(p.id, p.weight, p.text, p.accept) for p in fields.key_points),
        track=track,
        topic=topic,
        difficulty=fields.difficulty,
        kind=fields.kind,
        status=fields.status,
        paraphrases=fields.paraphrases,
        misconceptions=tuple(
            Misconception(m.id, m.weight, m.text, m.correction, m.denies, m.nudge) for m in fields.misconceptions
        ),
        follow_ups=tuple(FollowUp(f.asks_for, f.question) for f in fields.follow_ups),
        hints=tuple(hint.text for hint in fields.hints),
        leads=tuple(hint.leads_to for hint in fields.hints) if any(hint.leads_to for hint in fields.hints) else (),
        sources=fields.sources,
        aliases=fields.aliases,
        provenance=_provenance(fields.provenance),
        same_as=fields.same_as,
        alternatives=tuple(Alternative(one.text, _provenance(one.provenance)) for one in fields.alternatives),
        own=own,
        drafted=fields.drafted,
    )


def _provenance(origin: ProvenanceFields | None) -> Provenance | None:
    if origin is None:
        return None
    first, last = (int(part) for part in origin.lines.split("-"))
    return Provenance(origin.document, first, last, origin.sha256, origin.gone)


def _faulty(file: Path, line: int, fault: str) -> Loaded:
    return Loaded(file, None, (Fault(str(file), line, fault),))


def _telling(error: ValidationError) -> list[Any]:
    """Return the errors less "too short" of what is short only because its parts are faulty."""
    found: list[Any] = [dict(one) for one in error.errors(include_url=False)]
    within = {tuple(one["loc"][:depth]) for one in found for depth in range(1, len(one["loc"]))}
    return [one for one in found if one["type"] != "too_short" or tuple(one["loc"]) not in within]


def _fault(file: Path, node: yaml.Node, error: Any) -> Fault:
    location = tuple(error.get("ctx", {}).get("place", error["loc"]))
    name = dotted(location)
    return Fault(str(file), _line(node, location), f"{name}: {error['msg']}" if name else str(error["msg"]))


def dotted(place: Place) -> str:
    """Return what a fault calls a place: `hints.1`."""
    return ".".join(str(part) for part in place)


def _line(node: yaml.Node, location: Place) -> int:
    """Return the line of the deepest node on the way to `location`; front matter starts on line 2."""
    here: yaml.Node = node
    line: int = node.start_mark.line
    for part in location:
        if isinstance(here, yaml.MappingNode):
            pair = next(((key, value) for key, value in here.value if key.value == part), None)
            if pair is None:
                break
            line, here = pair[0].start_mark.line, pair[1]
        elif isinstance(here, yaml.SequenceNode) and isinstance(part, int) and part < len(here.value):
            here = here.value[part]
            line = here.start_mark.line
        else:
            break
    return line + 2
