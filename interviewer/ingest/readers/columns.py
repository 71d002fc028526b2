"""Which columns hold the questions and which the answers, and what becomes of each row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from interviewer.ingest.sentences import asks

QUESTION_NAMES = ("question", "questions", "front", "prompt", "q", "interview question")
ANSWER_NAMES = ("answer", "answers", "back", "reference", "a", "reference answer", "model answer")
TERM_NAMES = (
    "term", "terms", "concept", "concepts", "word", "words", "name", "key term", "keyword", "key word", "vocabulary",
    "expression", "acronym", "abbreviation",
)  # fmt: skip
MEANING_NAMES = (
    "definition", "definitions", "meaning", "meanings", "explanation", "explanations", "description", "descriptions",
)  # fmt: skip
NO_QUESTION = "a row without a question"
NO_ANSWER = "a question without an answer"
# Words that name such a column among others ("Ask the candidate", "Model solution"), the most telling ones first.
_QUESTION_WORDS = (
    "question",
    "questions",
    "prompt",
    "ask",
    "asked",
    "stem",
    "front",
    "query",
    "instruction",
    "problem",
)
_ANSWER_WORDS = (
    "answer", "answers", "response", "responses", "solution", "solutions", "back", "output", "completion", "chosen",
    "reply", "explanation", "reference",
)  # fmt: skip
# A column about the question or the answer, such as its number or who wrote it.
_ABOUT_WORDS = "id no nr number type kind count date by url link level difficulty category status time score"
_ABOUT = frozenset(_ABOUT_WORDS.split())
_NUMBER = re.compile(r"\d+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
SAMPLE = 50
_ASKING_SHARE, _NAMED_ASKING_SHARE = 0.6, 0.5
_LEAST_ANSWER_WORDS, _WORDIER = 5.0, 1.5
# A name of a thing is short; where most cells of such a column are longer, they are something else.
_MOST_TERM_WORDS, _MOST_CARD_WORDS = 8, 4
_TERMS_ASKING_SHARE = 0.2
_CARD_SIDES = frozenset({"", "front", "side 1", "key"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of question and answer; with `terms`, the first holds names of things, the other what they are."""

    question: int
    answer: int
    terms: bool = False


def columns_of(names: Sequence[str]) -> Columns | None:
    """Return the places of question and answer among these names, None where either is missing."""
    return _by_name(names, QUESTION_NAMES, ANSWER_NAMES)


def terms_of(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the places of term and definition among these names, None where either is missing or no term is short."""
    found = _by_name(names, TERM_NAMES, MEANING_NAMES)
    if found is None:
        return None
    sizes = [len(cell.split()) for cell in _cells(rows[:SAMPLE], found.question)]
    short = not sizes or median(sizes) <= _MOST_TERM_WORDS
    return Columns(found.question, found.answer, terms=True) if short else None


def told_by_cells(found: Columns, name: str, rows: Sequence[Sequence[str]]) -> Columns:
    """Return the columns with `terms` set where a card's front, of which its name says nothing, holds terms."""
    side = " ".join(_words(name)) in _CARD_SIDES
    return Columns(found.question, found.answer, found.terms or (side and _hold_terms(rows, found.question)))


def _hold_terms(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether the cells of a column whose name says nothing are names of things, as on a card of vocabulary."""
    cells = _cells(rows[:SAMPLE], place)
    short = bool(cells) and median(len(cell.split()) for cell in cells) <= _MOST_CARD_WORDS
    return short and _asking(rows[:SAMPLE], place) < _TERMS_ASKING_SHARE


def _by_name(names: Sequence[str], asked: Sequence[str], told: Sequence[str]) -> Columns | None:
    plain = [" ".join(_words(name)) for name in names]
    question = next((plain.index(name) for name in asked if name in plain), None)
    answer = next((plain.index(name) for name in told if name in plain), None)
    return None if question is None or answer is None else Columns(question, answer)


def columns_in(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return the places of question and answer by their names, or by names and what the rows hold.

    A column of questions is one whose cells ask; that of answers is named so, or is by far the wordiest of the others.
    Where nothing asks, terms and definitions count, by their names. None where either cannot be told.
    """
    found = columns_of(names)
    sample = rows[:SAMPLE]
    if found or not sample:
        return found
    return _asking_columns(names, sample) or terms_of(names, sample)


def _asking_columns(names: Sequence[str], sample: Sequence[Sequence[str]]) -> Columns | None:
    question = _question_column(names, sample)
    if question is None:
        return None
    answer = _named(names, _ANSWER_WORDS, {question})
    if answer is None:
        answer = _wordiest([place for place in range(len(names)) if place != question], sample)
    return None if answer is None else Columns(question, answer)


def _question_column(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    named = _named(names, _QUESTION_WORDS, set())
    shares = [_asking(rows, place) for place in range(len(names))]
    if named is not None and shares[named] >= _NAMED_ASKING_SHARE:
        return named
    best = max(range(len(names)), key=lambda place: shares[place], default=None)
    return best if best is not None and shares[best] >= _ASKING_SHARE else None


def _named(names: Sequence[str], words: Sequence[str], taken: set[int]) -> int | None:
    told = [_words(name) for name in names]
    places = [place for place in range(len(names)) if place not in taken and not _ABOUT.intersection(told[place])]
    return next((place for word in words for place in places if word in told[place]), None)


def _asking(rows: Sequence[Sequence[str]], place: int) -> float:
    cells = _cells(rows, place)
    return sum(asks(cell) for cell in cells) / len(cells) if cells else 0.0


def _wordiest(places: Sequence[int], rows: Sequence[Sequence[str]]) -> int | None:
    sizes = {place: sum(len(cell.split()) for cell in _cells(rows, place)) / len(rows) for place in places}
    order = sorted(places, key=lambda place: -sizes[place])
    if not order or sizes[order[0]] < _LEAST_ANSWER_WORDS:
        return None
    return order[0] if len(order) == 1 or sizes[order[0]] >= _WORDIER * sizes[order[1]] else None


def _cells(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in rows if place < len(row) and row[place].strip()]


def _words(name: str) -> list[str]:
    return re.sub(r"[\W_]+", " ", _HUMP.sub(" ", name)).lower().split()


def is_question_label(text: str) -> bool:
    """Whether a cell says that the one beside it holds a question."""
    told = _words(_NUMBER.sub(" ", text))
    return bool(told) and told[0] in ("question", "q") and len(told) <= 2


def is_answer_label(text: str) -> bool:
    """Whether a cell says that the one beside it holds an answer: a few words, the last of which says so."""
    told = _words(_NUMBER.sub(" ", text))
    return 0 < len(told) <= 3 and (told[-1] in _ANSWER_WORDS[:6] or told == ["a"])


def names_answer(name: str) -> bool:
    """Whether a name is one that an answer goes by."""
    told = _words(name)
    return " ".join(told) in ANSWER_NAMES or (bool(told) and told[-1] in _ANSWER_WORDS)


def fault_of(question: str, answer: str) -> str | None:
    """Return why a pair cannot be used, None where it can."""
    if not question.strip():
        return NO_QUESTION
    return None if answer.strip() else NO_ANSWER
