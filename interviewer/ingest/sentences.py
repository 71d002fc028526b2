"""Where sentences end, and whether a sentence asks for something."""

import re

_BREAK = re.compile(r"(?<=[.?!…])[\"”’)\]*_]*\s+(?=[\"“‘(\[*_]*[A-Z0-9])")
_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|vs|etc|cf|al|Fig|Eq|Dr|Mr|Mrs|Ms|No|approx|resp|St)|\b[A-Z])\.$")
_MARKUP = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`")
_LINK = re.compile(r"!?\[([^\]]{0,300})\]\([^)]{0,500}\)")
_QUESTIONED = re.compile(r"\?[\"”’)\]*_.\s]*$")
_ASKING = re.compile(r"\W*(?:what|why|how|when|where|which|who|whom|whose)\b", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\W*(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|may|might|must)\b", re.IGNORECASE
)
_COMMANDING = re.compile(
    r"\W*(?:explain|define|describe|compare|contrast|discuss|differentiate|distinguish|list(?! of\b)|name|state|give"
    r"|derive|prove|show|outline|write|implement|design|tell|illustrate|summari[sz]e|mention|elaborate|identify|calculate"
    r"|compute|enumerate|justify|evaluate|analy[sz]e|suppose|imagine|walk|briefly|demonstrate|sketch)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"[^\W_]\W*\s+(?:vs\.?|versus)\s+\S", re.IGNORECASE)
_LONGEST_QUESTION = 90
_LONGEST_COMMAND = 45
_LONGEST_UNMARKED = 18
_LONGEST_COMPARISON = 10


def plain(text: str) -> str:
    """Return `text` on one line without Markdown emphasis, link targets and a heading's closing hashes."""
    unlinked = _LINK.sub(r"\1", text)
    return " ".join(_MARKUP.sub("", unlinked).split()).rstrip("#").strip()


def sentences(text: str) -> list[str]:
    """Split `text` after its sentences; joined again they give `text` but for white space."""
    found: list[str] = []
    start = 0
    for match in _BREAK.finditer(text):
        piece = text[start : match.end()].strip()
        if _ABBREVIATED.search(piece[-12:]):
            continue
        found.append(piece)
        start = match.end()
    tail = text[start:].strip()
    return [*found, tail] if tail else found


def is_question(text: str) -> bool:
    """Whether `text` ends with a question mark."""
    return bool(_QUESTIONED.search(text[-20:]))


def asks(text: str) -> bool:
    """Whether `text` reads as a question or a task: every closing sentence of it asks."""
    if len(text) > _LONGEST_QUESTION * 12:
        return False
    told = plain(text)
    if not told or len(told.split()) > _LONGEST_QUESTION:
        return False
    if is_question(told):
        return True
    parts = sentences(told)
    return (
        _commands(told)
        or (any(is_question(part) for part in parts) and _asks_alone(parts[-1]))
        or _wonders(told)
        or compares(told)
    )


def compares(text: str) -> bool:
    """Whether `text` is nothing but things set against each other: "threads vs processes"."""
    short = len(text.split()) <= _LONGEST_COMPARISON
    return short and bool(_COMPARED.search(text)) and text.rstrip()[-1] not in ".,;:!|"


def opens_like_a_question(text: str) -> bool:
    """Whether the first word is one that questions and tasks begin with."""
    head = plain(text[:200])
    return any(pattern.match(head) for pattern in (_ASKING, _AUXILIARY, _COMMANDING))


def asking_part(text: str) -> str:
    """Return the leading sentences of `text` through the last one that asks before the telling begins."""
    parts = sentences(text)
    asking = [index for index, part in enumerate(parts) if _asks_alone(part)]
    if not asking:
        return text
    last = asking[0]
    while last + 1 < len(parts) and _asks_alone(parts[last + 1]):
        last += 1
    end = 0
    for part in parts[: last + 1]:
        end = text.index(part, end) + len(part)
    return text[:end]


def _asks_alone(sentence: str) -> bool:
    return is_question(sentence) or _commands(sentence)


def _commands(text: str) -> bool:
    head = " ".join(text.split()[:3])
    return bool(_COMMANDING.match(text)) and ":" not in head and len(text.split()) <= _LONGEST_COMMAND


def _wonders(text: str) -> bool:
    return bool(_ASKING.match(text)) and len(text.split()) <= _LONGEST_UNMARKED and text[-1] not in ".,;:!"
