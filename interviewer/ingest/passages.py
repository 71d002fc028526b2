"""Cuts text into passages small enough for an embedding, at paragraphs and sentences, with their lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from interviewer.domain.question import Passage
from interviewer.ingest.lines import is_bullet, is_title
from interviewer.ingest.sentences import sentences

MOST_WORDS = 150
MOST_PIECES = 200
ENOUGH_WORDS = 40
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_WHOLE_WORD, _PIECE_LENGTH = 11, 5
_LONGEST_WRAPPED = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its number in the file (from 1), and whether it is code."""

    number: int
    text: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    first: int
    last: int
    words: int
    cost: int


def pieces_of(text: str) -> int:
    """Estimate the word pieces of `text`: a long word counts once for every 5 letters, a mark counts once."""
    return sum(_cost(match.group()) for match in _WORD_OR_MARK.finditer(text))


def _cost(word: str) -> int:
    if not word.isascii():
        return len(word)
    return 1 if len(word) <= _WHOLE_WORD else -(-len(word) // _PIECE_LENGTH)


def passages(document: str, lines: Sequence[Line], enough: int = MOST_WORDS) -> list[Passage]:
    """Return the passages of consecutive lines: at most 150 words and about 200 word pieces each.

    A passage is closed at a paragraph's end once it has `enough` words. Sentences are split only where
    one alone is larger than a passage.
    """
    packed: list[list[_Piece]] = []
    words = cost = 0
    for paragraph in _paragraphs(lines):
        size, price = sum(piece.words for piece in paragraph), sum(piece.cost for piece in paragraph)
        if not packed or words >= enough or words + size > MOST_WORDS or cost + price > MOST_PIECES:
            packed.append([])
            words = cost = 0
        for piece in paragraph:
            if packed[-1] and (words + piece.words > MOST_WORDS or cost + piece.cost > MOST_PIECES):
                packed.append([])
                words = cost = 0
            packed[-1].append(piece)
            words, cost = words + piece.words, cost + piece.cost
    return [_passage(document, pieces) for pieces in packed if pieces]


def _passage(document: str, pieces: Sequence[_Piece]) -> Passage:
    text = pieces[0].text
    for before, piece in pairwise(pieces):
        text += _glue(before, piece) + piece.text
    return Passage(document, pieces[0].first, pieces[-1].last, text)


def _glue(before: _Piece, piece: _Piece) -> str:
    """Put back what stood between two pieces: a space, a line's end or an empty line."""
    apart = piece.first - before.last
    return " " if apart <= 0 else "\n" * min(apart, 2)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[_Piece]]:
    """Yield paragraphs as pieces that may be parted: sentences, list items, code as one where it fits."""
    for block in _joined_titles(list(_blocks(lines))):
        pieces = [piece for run in _runs(block) for piece in _pieces(run)]
        if pieces:
            yield pieces


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the paragraphs: parted by empty lines, or by lines so long that each is a paragraph of its own."""
    block: list[Line] = []
    for place, line in enumerate(lines):
        inside_code = bool(block) and block[-1].code and _code_goes_on(lines, place)
        if block and not inside_code and (not line.text.strip() or _parted(block[-1], line)):
            yield block
            block = []
        if line.text.strip() or inside_code:
            block.append(line)
    if block:
        yield block


def _parted(before: Line, line: Line) -> bool:
    long = len(before.text) > _LONGEST_WRAPPED and before.text.endswith((".", "?", "!", "”", '"'))
    return long and not line.code and not is_bullet(line.text)


def _code_goes_on(lines: Sequence[Line], place: int) -> bool:
    following = next((line for line in lines[place : place + 4] if line.text.strip()), None)
    return following is not None and following.code


def _joined_titles(blocks: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """Keep a heading, or a line that ends in a colon, with the block it announces."""
    held: list[Line] = []
    for block in blocks:
        last = block[-1].text.rstrip()
        announces = len(block) == 1 and not block[0].code and (last.endswith(":") or is_title(last))
        if announces and len(last.split()) <= ENOUGH_WORDS and len(held) < 3:
            held.extend(block)
            continue
        yield held + block
        held = []
    if held:
        yield held


def _runs(block: Sequence[Line]) -> Iterator[list[Line]]:
    """Group a block's lines: code together, a list item with its wrapped lines, wrapped prose together."""
    run: list[Line] = []
    for line in block:
        if run and not _continues(run[-1], line):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _continues(before: Line, line: Line) -> bool:
    if before.code or line.code:
        return before.code and (line.code or not line.text.strip())
    if line.number != before.number + 1 or is_bullet(line.text):
        return False
    return len(before.text) >= 50 and not before.text.rstrip().endswith((".", "?", "!", ":", "|"))


def _pieces(lines: Sequence[Line]) -> list[_Piece]:
    run = lines[: max((place for place, line in enumerate(lines, 1) if line.text.strip()), default=0)]
    if not run:
        return []
    whole = "\n".join(line.text.rstrip() for line in run)
    if _fits(whole) and (run[0].code or len(run) == 1):
        return [_piece(whole, run[0].number, run[-1].number)]
    if run[0].code:
        return [piece for line in run for piece in _chunks(line.text.rstrip(), line.number, line.number)]
    return [piece for text, first, last in _numbered_sentences(run) for piece in _chunks(text, first, last)]


def _numbered_sentences(run: Sequence[Line]) -> Iterator[tuple[str, int, int]]:
    """Yield the sentences of joined lines with the lines they begin and end on."""
    text = "\n".join(line.text.rstrip() for line in run)
    ends = list(accumulate(len(line.text.rstrip()) + 1 for line in run))
    position = at = 0
    for sentence in sentences(text):
        begin = text.index(sentence, position)
        start = begin if position else 0
        position = begin + len(sentence)
        while ends[at] <= begin:
            at += 1
        first = at
        while ends[at] < position:
            at += 1
        yield text[start:position], run[first].number, run[at].number


def _chunks(text: str, first: int, last: int) -> list[_Piece]:
    if not text.strip():
        return []
    if _fits(text):
        return [_piece(text, first, last)]
    found: list[_Piece] = []
    held: list[str] = []
    cost = 0
    for word in _words(text):
        price = pieces_of(word)
        if held and (len(held) >= MOST_WORDS or cost + price > MOST_PIECES):
            found.append(_piece(" ".join(held), first, last))
            held, cost = [], 0
        held.append(word)
        cost += price
    return [*found, _piece(" ".join(held), first, last)]


def _words(text: str) -> Iterator[str]:
    for word in text.split():
        for start in range(0, len(word), MOST_PIECES):
            yield word[start : start + MOST_PIECES]


def _fits(text: str) -> bool:
    return len(text) <= MOST_PIECES * 12 and len(text.split()) <= MOST_WORDS and pieces_of(text) <= MOST_PIECES


def _piece(text: str, first: int, last: int) -> _Piece:
    return _Piece(text, first, last, len(text.split()), pieces_of(text))
