"""Makes the attacks and their benign twins from bank and patterns: the same seed, the same texts."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from interviewer.bank.load import Bank
from interviewer.domain.errors import UsageError
from interviewer.domain.question import Question
from interviewer.evaluation.adversarial.fixed import Book, Pattern
from interviewer.evaluation.adversarial.material import FIELDS, Material, Written
from interviewer.evaluation.adversarial.turns import TURNS, Context
from interviewer.evaluation.parts import held_back

QUESTIONS = 12
"""Attacks a pattern, each on another question."""
Part = Literal["dev", "held-back"]
_FIELD = re.compile(r"<<(\w+)(?:\|(\w+))?>>")


@dataclass(frozen=True, slots=True)
class Attack:
    """One pattern on one question: variants of which the best counts, and the honest part that sets the ceiling.

    A benign twin is the same thing; there the honest part sets what must not be lost. `elsewhere` are the references of
    the other questions of the track.
    """

    pattern: Pattern
    question: Question
    answers: tuple[str, ...]
    honest: str | None
    elsewhere: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Pattern and question."""
        return f"{self.pattern.id}-{self.question.id}"


@dataclass(frozen=True, slots=True)
class AttackSet:
    """Attacks, and at least as many benign twins."""

    attacks: tuple[Attack, ...]
    benign: tuple[Attack, ...]


def chosen(attacks: AttackSet, groups: Sequence[str] = (), limit: int | None = None) -> AttackSet:
    """Return the attacks of some classes (all where none is named), at most `limit` of them and as many twins.

    The limit takes one of each pattern before it takes a second. Raises UsageError for a class that there is not.
    """
    known = sorted({one.pattern.group for one in attacks.attacks})
    if absent := [one for one in groups if one not in known]:
        raise UsageError(f"There is no class {absent[0]!r} of attacks. Known: {', '.join(known)}.")
    kept = [one for one in attacks.attacks if not groups or one.pattern.group in groups]
    return AttackSet(_in_turn(kept, limit), _in_turn(attacks.benign, limit))


def _in_turn(attacks: Sequence[Attack], limit: int | None) -> tuple[Attack, ...]:
    seen: dict[str, int] = {}
    order: list[tuple[int, int]] = []
    for place, one in enumerate(attacks):
        seen[one.pattern.id] = seen.get(one.pattern.id, 0) + 1
        order.append((seen[one.pattern.id], place))
    return tuple(attacks[place] for _, place in sorted(order)[:limit])


def make_attacks(
    bank: Sequence[Question],
    written: Mapping[str, Written],
    book: Book,
    *,
    part: Part = "dev",
    seed: int = 1,
    each: int = QUESTIONS,
    pool: int | None = None,
) -> AttackSet:
    """Return `each` attacks a pattern on questions of a part that have written answers, and as many twins in all.

    A pattern that few questions admit gets fewer. With `pool` all are on so many questions, drawn by the seed.
    Raises UsageError for a pattern that names what there is not.
    """
    for pattern in (*book.attacks, *book.benign):
        _check(pattern)
    questions = [q for q in bank if q.id in written and held_back(q.id) is (part == "held-back")]
    if pool is not None:
        random.Random(seed).shuffle(questions)  # noqa: S311 - a draw of questions, not a secret
        questions = questions[:pool]
    attacks = [one for p in book.attacks for one in _of_pattern(p, questions, bank, written, book, seed, each)]
    twins = -(-len(attacks) // len(book.benign))
    benign = [one for p in book.benign for one in _of_pattern(p, questions, bank, written, book, seed, twins)]
    return AttackSet(tuple(attacks), tuple(benign))


def _check(pattern: Pattern) -> None:
    for text in (*pattern.texts, pattern.honest or ""):
        for field, turn in _FIELD.findall(text):
            if field not in FIELDS:
                raise UsageError(f"Pattern {pattern.id}: there is no field {field!r}. Known: {', '.join(FIELDS)}.")
            if turn and turn not in TURNS:
                raise UsageError(f"Pattern {pattern.id}: there is no turn {turn!r}. Known: {', '.join(TURNS)}.")


def _of_pattern(
    pattern: Pattern,
    questions: Sequence[Question],
    bank: Sequence[Question],
    written: Mapping[str, Written],
    book: Book,
    seed: int,
    each: int,
) -> list[Attack]:
    """Go through the questions in an order of the pattern's own until enough of them admit it."""
    known = Bank(tuple(q for q in bank if q.bundled))
    order = list(questions)
    random.Random(f"{seed}:{pattern.id}").shuffle(order)  # noqa: S311 - reproducible texts, no secrets
    found: list[Attack] = []
    for question in order:
        if len(found) == each:
            break
        chance = random.Random(f"{seed}:{pattern.id}:{question.id}")  # noqa: S311
        topic = [q for q in bank if q.topic == question.topic and q.id != question.id and q.bundled]
        strangers = [q for q in questions if q.topic != question.topic]
        attack = _attack(pattern, Material(question, written, topic, strangers, book, chance))
        if attack is not None:
            found.append(replace(attack, elsewhere=known.elsewhere(question)))
    return found


def _attack(pattern: Pattern, material: Material) -> Attack | None:
    text = material.chance.choice(pattern.texts)
    texts = [text, *([pattern.honest] if pattern.honest else [])]
    fields = material.fields([field for one in texts for field, _ in _FIELD.findall(one)])
    if fields is None:
        return None
    context = Context(material.question.text, material.book.texts, material.chance)
    answers = [_filled(text, fields, context) for _ in range(pattern.best_of)]
    honest = _filled(pattern.honest, fields, context) if pattern.honest else None
    if None in answers or (pattern.honest and honest is None):
        return None
    return Attack(pattern, material.question, tuple(one for one in answers if one is not None), honest)


def _filled(text: str, fields: Mapping[str, str], context: Context) -> str | None:
    """Return the text with its fields filled in; None where one of them does not admit its turn."""
    pieces: list[str] = []
    end = 0
    for found in _FIELD.finditer(text):
        value: str | None = fields[found[1]]
        if found[2] and value is not None:
            value = TURNS[found[2]](value, context)
        if value is None:
            return None
        pieces += [text[end : found.start()], value]
        end = found.end()
    return "".join([*pieces, text[end:]])
