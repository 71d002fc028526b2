"""What a scripted candidate says, with the truth about it: known from how the words were made, not from any grader."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from interviewer.domain.errors import UsageError
from interviewer.domain.grade import Verdict
from interviewer.domain.question import Question
from interviewer.evaluation.conduct.script import VOICES, Material

_FIELD = re.compile(r"<<([a-z]+)>>")
_WORTH: Mapping[Verdict, int] = {"missing": 0, "contradicted": 1, "partial": 2, "covered": 3}


@dataclass(frozen=True, slots=True)
class Said:
    """Words and their truth.

    `points`: the verdict on each key point they speak of; all others are missing. `relevant`: they make a claim about
    what was asked, be it a wrong one. `echoes`: they repeat the interviewer's own lines. `gives_up`: they say that the
    speaker does not know. `mistakes`: the misconceptions (their ids) that they are known to assert.
    """

    text: str
    points: Mapping[str, Verdict]
    relevant: bool = False
    echoes: bool = False
    gives_up: bool = False
    mistakes: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Whether there is anything of the candidate's own in it."""
        return bool(self.points) or self.relevant


@dataclass(frozen=True, slots=True)
class Heard:
    """What the candidate has before them: the question, the key point probed for, the last line and the last hint."""

    question: Question
    asked_for: str | None
    last: str
    hint: str


def say(template: str, heard: Heard, material: Material, chance: random.Random) -> Said:
    """Fill a template's fields. Raises UsageError for a field that there is not."""
    pieces: dict[str, Said] = {}
    for name in dict.fromkeys(_FIELD.findall(template)):
        if name not in FIELDS:
            raise UsageError(f"A candidate's text names the field {name!r}. Known: {', '.join(sorted(FIELDS))}.")
        pieces[name] = FIELDS[name](heard, material, chance)
    text = _FIELD.sub(lambda match: pieces[match[1]].text, template)
    return Said(
        text,
        _joined([piece.points for piece in pieces.values()]),
        relevant=any(piece.relevant for piece in pieces.values()),
        echoes=any(piece.echoes for piece in pieces.values()),
        mistakes=tuple(mistake for piece in pieces.values() for mistake in piece.mistakes),
    )


def _joined(parts: Sequence[Mapping[str, Verdict]]) -> dict[str, Verdict]:
    best: dict[str, Verdict] = {}
    for part in parts:
        for point, verdict in part.items():
            if _WORTH[verdict] >= _WORTH[best.get(point, "missing")]:
                best[point] = verdict
    return best


def _marked(voice: str) -> Callable[[Heard, Material, random.Random], Said]:
    def found(heard: Heard, material: Material, _chance: random.Random) -> Said:
        one = material.answers[heard.question.id][voice]
        return Said(one.text, one.verdicts, relevant=True)

    return found


def _point(heard: Heard, _material: Material, chance: random.Random) -> Said:
    """The key point that was asked for, else the heaviest, in the file's words or in those that it accepts."""
    points = heard.question.key_points
    heaviest = max(points, key=lambda one: one.weight)
    point = heard.question.key_point(heard.asked_for) if heard.asked_for else heaviest
    return Said(chance.choice((point.text, *point.accept)), {point.id: "covered"}, relevant=True)


def _misconception(heard: Heard, _material: Material, chance: random.Random) -> Said:
    wrong = chance.choice(heard.question.misconceptions)
    denied: dict[str, Verdict] = {wrong.denies: "contradicted"} if wrong.denies else {}
    return Said(wrong.text, denied, relevant=True, mistakes=(wrong.id,))


def _elsewhere(heard: Heard, material: Material, chance: random.Random) -> Said:
    """A complete answer to a question of another topic."""
    others = [one.id for one in material.questions if one.topic != heard.question.topic]
    return Said(material.answers[chance.choice(others)]["complete"].text, {})


def _echo(words: Callable[[Heard], str]) -> Callable[[Heard, Material, random.Random], Said]:
    return lambda heard, _material, _chance: Said(words(heard), {}, echoes=True)


FIELDS: Mapping[str, Callable[[Heard, Material, random.Random], Said]] = {
    **{voice: _marked(voice) for voice in VOICES},
    "point": _point,
    "misconception": _misconception,
    "elsewhere": _elsewhere,
    "question": _echo(lambda heard: heard.question.text),
    "last": _echo(lambda heard: heard.last),
    "hint": _echo(lambda heard: heard.hint),
}
"""What a candidate's text may name between << and >>."""
