"""What `interviewer ingest` says of a document, as JSON rows and as lines."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from interviewer.domain.text import visible_line

if TYPE_CHECKING:
    from interviewer.bank.ingestion import IngestResult
    from interviewer.bank.removal import DocumentRemoval, Removal
    from interviewer.domain.document import FoundQuestion

Line = tuple[str, bool]
"""A line, and whether it is an error."""

_PLACES = {"pdf": "page", "html": "line of the source"}


def result_row(result: "IngestResult", *, dry_run: bool) -> dict[str, object]:
    """Return what became of a document, as JSON; each finding only on a dry run."""
    findings = {"findings": [_finding_row(one) for one in result.findings]} if dry_run else {}
    return {
        "path": result.path,
        "format": result.format,
        "questions": result.questions,
        "drafted": result.drafted,
        "incomplete": result.incomplete,
        "merged": result.merged,
        "pairs": [asdict(pair) for pair in result.pairs],
        "unchanged": result.unchanged,
        "kept": result.kept,
        "differing": list(result.differing),
        "gone": list(result.gone),
        "pruned": _removal_row(result.pruned),
        "passages": result.passages,
        "refused": [{"lines": f"{one.first_line}-{one.last_line}", "reason": one.reason} for one in result.refused],
        "notes": list(result.notes),
        "error": result.error,
        **findings,
    }


def _finding_row(found: "FoundQuestion") -> dict[str, object]:
    return {
        "lines": f"{found.first_line}-{found.last_line}",
        "question": found.question,
        "question_line": found.question_line,
        "status": found.status,
        "drafted": found.drafted,
        "confidence": found.confidence,
        "incomplete": found.incomplete,
    }


def report_lines(result: "IngestResult", *, dry_run: bool) -> list[Line]:
    """Return what became of a document, line by line; each finding only on a dry run."""
    if result.error:
        return [(f"interviewer: {visible_line(result.error)}", True)]
    lines = [
        f"{visible_line(result.path)}: {result.questions} questions ({result.unchanged} unchanged, {result.kept} kept"
        f" as you edited them), {result.passages} passages"
    ]
    if result.drafted or result.incomplete:
        lines.append(f"  {result.drafted} drafted from answers alone, {result.incomplete} with an incomplete answer")
    for found in result.findings if dry_run else ():
        why = f"; incomplete: {found.incomplete}" if found.incomplete else ""
        where = _lines(result, found.first_line, found.last_line)
        fate = "drafted" if found.drafted else "found"
        lines.append(f"  {where} {fate} ({found.confidence:.2f}): {visible_line(found.question)}{why}")
    lines += [
        f"  {pair.question} asks the same as {pair.same_as} ({pair.similarity:.2f}): {visible_line(pair.reason)};"
        " both stay askable"
        for pair in result.pairs
    ]
    lines += [f"  note: {visible_line(note)}" for note in result.notes]
    lines += [
        f"  {_lines(result, one.first_line, one.last_line)} not used: {visible_line(one.reason)}"
        for one in result.refused
    ]
    lines += [f"  kept as you edited it, but the document changed: {one}" for one in result.differing]
    lines += _gone_lines(result)
    if result.findings and not dry_run:
        lines.append(f"  interview on it: interviewer practice --source {visible_line(result.name)!r}")
    return [(line, False) for line in lines]


def removal_row(plan: "DocumentRemoval", *, done: bool) -> dict[str, object]:
    """Return what removing a document does, as JSON."""
    return {
        "document": plan.document,
        "passages": plan.passages,
        "questions": _removal_row(plan.questions),
        "done": done,
    }


def removal_lines(plan: "DocumentRemoval") -> list[str]:
    """Return what removing a document does, line by line."""
    name, removed = visible_line(plan.document), plan.questions.removed
    return [
        f"{name}: {plan.passages} passages and {len(removed)} questions are removed. Interviews held stay as they are.",
        *(f"  removed: {question_id}" for question_id in removed),
        *(f"  kept: {question_id} ({reason})" for question_id, reason in plan.questions.kept),
        *_relinked_lines(plan.questions),
    ]


def _lines(result: "IngestResult", first: int, last: int) -> str:
    """Return lines of extracted text, with where they begin in the file itself, if that is known."""
    place = result.places[first - 1] if 0 < first <= len(result.places) else 0
    shown = f" ({_PLACES[result.format]} {place})" if place and result.format in _PLACES else ""
    return f"lines {first}-{last}{shown}"


def _gone_lines(result: "IngestResult") -> list[str]:
    settled = {*result.pruned.removed, *(question_id for question_id, _ in result.pruned.kept)}
    return [
        *(f"  gone from the document: {one} (--prune removes it)" for one in result.gone if one not in settled),
        *(f"  gone from the document and removed: {one}" for one in result.pruned.removed),
        *(f"  gone from the document but kept: {one} ({reason})" for one, reason in result.pruned.kept),
        *_relinked_lines(result.pruned),
    ]


def _relinked_lines(removal: "Removal") -> list[str]:
    return [
        f"  {one.question} is now linked to {one.same_as}, which asks the same"
        if one.same_as
        else f"  {one.question} is no longer linked: what asked the same is removed"
        for one in removal.relinked
    ]


def _removal_row(removal: "Removal") -> dict[str, object]:
    return {
        "removed": list(removal.removed),
        "kept": [{"id": question_id, "reason": reason} for question_id, reason in removal.kept],
        "relinked": [{"id": one.question, "same_as": one.same_as} for one in removal.relinked],
    }
