"""`bank check`: what is wrong in a bundled file is a fault, in one's own a warning; so is what may be wrong."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from interviewer.bank.alike import QuestionEncoder
from interviewer.bank.duplicates import Pair, find_duplicates
from interviewer.bank.files import BODY, Fault, Place, line_at
from interviewer.bank.formulas import unbalanced
from interviewer.bank.given_away import given_away
from interviewer.bank.load import Bank
from interviewer.bank.said_twice import said_twice, shared_wordings
from interviewer.domain.grade import Grade
from interviewer.domain.question import Question
from interviewer.grading import Engine, request_for

REPEATED_FROM = 0.995
"""The chance from which a near-duplicate is a fault; of the 19,900 pairs of the bundled questions none has it."""
ALIKE_FROM = 0.95
"""The chance from which it is a warning: more than a link asks for, since long questions of one topic overlap."""
FEWEST_WORDS, MOST_WORDS = 150, 350
"""Of a reference answer: what is said in two minutes. The bundled ones have 190 to 299."""
_AT_ONCE = 8  # references graded between two signs of progress
_QUESTION: Place = ("question",)

CheckProgress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Opens a sign of progress for so many steps; it is told of every step done."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was found: counts, faults that must be mended, warnings that want a look."""

    questions: int
    key_points: int
    topics: int
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Finding:
    """Something wrong at a place of a question's file; whether it certainly is."""

    question: Question
    place: Place
    text: str
    certain: bool

    @property
    def is_fault(self) -> bool:
        # A person's own questions are theirs to word.
        return self.certain and self.question.bundled


@contextmanager
def unheard(_label: str, _steps: int) -> Iterator[Callable[[int], None]]:
    """Show no progress."""
    yield lambda _: None


def check_bank(
    bank: Bank, engine: Engine | None, encoder: QuestionEncoder | None = None, progress: CheckProgress = unheard
) -> Check:
    """Check every question; without an engine only the structure, without an encoder only equal words as repeats."""
    found = [*_repeated(bank.questions), *_dangling(bank), *_unfit(bank.questions), *_worded_amiss(bank.questions)]
    found += _given_away(bank, progress)
    if encoder:
        found += _near_duplicates(bank, encoder, progress)
    if engine:
        found += _unseen(bank, engine, progress)
    return Check(
        questions=len(bank.questions),
        key_points=sum(len(question.key_points) for question in bank.questions),
        topics=len({(question.track, question.topic) for question in bank.questions}),
        faults=(*bank.faults, *(_fault(bank, one) for one in found if one.is_fault)),
        warnings=tuple(str(_fault(bank, one)) for one in found if not one.is_fault),
    )


def _fault(bank: Bank, found: _Finding) -> Fault:
    file = bank.files.get(found.question.id)
    if file is None:
        return Fault(found.question.id, 1, found.text)
    try:
        line = line_at(file.read_text("utf-8"), found.place)
    except (OSError, UnicodeDecodeError):  # it was changed meanwhile
        line = 1
    return Fault(str(file), line, found.text)


def _repeated(questions: Iterable[Question]) -> Iterator[_Finding]:
    seen: dict[str, Question] = {}
    for question in sorted(questions, key=lambda one: not one.bundled):
        words = " ".join(sorted(set(question.text.lower().split())))
        other = seen.get(words)
        # A person's own copy of a bundled question, and what `ingest` linked, ask the same on purpose.
        if other and not {question.same_as, other.same_as} & {question.id, other.id}:
            yield _Finding(question, _QUESTION, f"asks the same as {other.id!r}", certain=True)
        seen[words] = question


def _dangling(bank: Bank) -> Iterator[_Finding]:
    for question in bank.questions:
        if question.same_as and bank.get(question.same_as) is None:
            text = f"same_as: {question.same_as!r} names no question that can be read"
            yield _Finding(question, ("same_as",), text, certain=True)


def _unfit(questions: Iterable[Question]) -> Iterator[_Finding]:
    """Yield what a bundled reference seems to lack: the length of two minutes, and a formula where one is derived."""
    for question in questions:
        count = len(question.reference.split())
        if question.bundled and not FEWEST_WORDS <= count <= MOST_WORDS:
            text = f"the reference answer has {count} words; two minutes take {FEWEST_WORDS} to {MOST_WORDS}"
            yield _Finding(question, BODY, text, certain=False)
        if question.bundled and question.kind == "derive" and "$" not in question.reference:
            yield _Finding(question, BODY, "the reference answer of a derivation has no formula", certain=False)


def _worded_amiss(questions: Iterable[Question]) -> Iterator[_Finding]:
    """Yield what says nothing new, in a file or among the bundled questions, and formulas that do not close."""
    for question, place, text in shared_wordings(questions):
        yield _Finding(question, place, text, certain=True)
    for question in questions:
        for place, text in (*said_twice(question), *unbalanced(question)):
            yield _Finding(question, place, text, certain=True)


def _given_away(bank: Bank, progress: CheckProgress) -> list[_Finding]:
    found: list[_Finding] = []
    with progress("hints and follow-ups", len(bank.questions)) as advance:
        for question in bank.questions:
            found += (_Finding(question, place, text, certain=True) for place, text in given_away(question))
            advance(1)
    return found


def _near_duplicates(bank: Bank, encoder: QuestionEncoder, progress: CheckProgress) -> list[_Finding]:
    """Return the pairs of bundled questions that ask the same.

    By their texts alone: a paraphrase may ask for one side of a question that another question is all about.
    """
    bundled = {question.id: replace(question, paraphrases=()) for question in bank.questions if question.bundled}
    with progress("near-duplicates", len(bundled)) as advance:
        pairs = [pair for pair in find_duplicates([*bundled.values()], (), encoder) if pair.similarity >= ALIKE_FROM]
        advance(len(bundled))
    return [
        _Finding(bundled[pair.question], _QUESTION, _said(pair), certain=pair.similarity >= REPEATED_FROM)
        for pair in pairs
    ]


def _said(pair: Pair) -> str:
    return f"asks the same as {pair.same_as!r} ({pair.similarity:.2f}: {pair.reason})"


def _unseen(bank: Bank, engine: Engine, progress: CheckProgress) -> list[_Finding]:
    asked = [question for question in bank.questions if question.key_points]
    grades: list[Grade] = []
    with progress(f"reference answers by {engine.name}", len(asked)) as advance:
        for start in range(0, len(asked), _AT_ONCE):
            some = asked[start : start + _AT_ONCE]
            grades += engine.grade([request_for(one, one.reference, elsewhere=bank.elsewhere(one)) for one in some])
            advance(len(some))
    return [
        _Finding(
            question,
            ("key_points", number, "text"),
            f"the {engine.name} grader finds key point {point.id!r} {point.verdict} in its own reference",
            certain=False,
        )
        for question, grade in zip(asked, grades, strict=True)
        for number, point in enumerate(grade.key_points)
        if point.verdict in ("missing", "contradicted")
    ]
