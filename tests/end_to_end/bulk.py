"""Writes documents of generated questions: `python -m tests.end_to_end.bulk FOLDER [QUESTIONS] [PER_DOCUMENT]`."""

import sys
from pathlib import Path

PER_DOCUMENT = 500
_THINGS = [
    "pump",
    "valve",
    "turbine",
    "rotor",
    "bearing",
    "piston",
    "gasket",
    "boiler",
    "condenser",
    "nozzle",
    "compressor",
    "flywheel",
    "governor",
    "manifold",
    "injector",
    "radiator",
    "alternator",
    "gearbox",
    "crankshaft",
    "camshaft",
    "clutch",
    "axle",
    "damper",
    "spindle",
    "coupling",
]
_CAUSES = [
    "wear",
    "heat",
    "pressure",
    "vibration",
    "dust",
    "moisture",
    "corrosion",
    "overload",
    "fatigue",
    "misalignment",
]
_EFFECTS = ["leaks", "stalls", "rattles", "overheats", "slips", "seizes", "cracks", "drifts", "hums", "sags"]
_PLACES = [
    "mill",
    "ship",
    "plant",
    "mine",
    "lab",
    "depot",
    "tower",
    "tunnel",
    "bridge",
    "dam",
    "harbour",
    "workshop",
]
_REMEDIES = ["cleaned", "replaced", "balanced", "cooled", "sealed", "aligned", "greased", "tightened"]


def question_of(number: int) -> str:
    """Return question `number`, counted from 0; no two are the same."""
    thing, cause, effect, place = _parts(number)
    return f"Unit {number}: why does {cause} matter to a {thing} that {effect} in a {place}?"


def answer_of(number: int) -> str:
    """Return the answer to question `number`."""
    thing, cause, effect, place = _parts(number)
    remedy = _REMEDIES[number * 3 % len(_REMEDIES)]
    return (
        f"Under {cause} the {thing} loses its tolerance after {number % 900 + 100} hours, so it {effect} first. "
        f"In a {place} the load changes faster than the {_THINGS[(number * 7 + 3) % len(_THINGS)]} can follow. "
        f"It is {remedy} before the {_CAUSES[(number * 11 + 1) % len(_CAUSES)]} spreads to part {number}."
    )


def write_documents(folder: Path, questions: int, per_document: int = PER_DOCUMENT) -> list[Path]:
    """Write `questions` generated questions as Markdown documents below `folder`, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for start in range(0, questions, per_document):
        numbers = range(start, min(start + per_document, questions))
        blocks = (f"## {question_of(number)}\n\n{answer_of(number)}\n" for number in numbers)
        file = folder / f"machines-{start // per_document:03}.md"
        file.write_text(f"# Machines {start // per_document}\n\n" + "\n".join(blocks), "utf-8")
        files.append(file)
    return files


def _parts(number: int) -> tuple[str, str, str, str]:
    lists = (_THINGS, _CAUSES, _EFFECTS, _PLACES)
    chosen = []
    for words in lists:
        chosen.append(words[number % len(words)])
        number //= len(words)
    thing, cause, effect, place = chosen
    return thing, cause, effect, place


if __name__ == "__main__":
    write_documents(Path(sys.argv[1]), *map(int, sys.argv[2:]))
