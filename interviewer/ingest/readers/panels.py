"""What an accordion writes around the titles of its panels: arrows, plus signs, and words on what a click does."""

import re

from interviewer.ingest.sentences import asks

_ARROWS = "▾▼▽▿⌄⌃▴▲△▸▶▷►▹›»❯⏵⏷⏶↓↑↕＋✚➕➖✕✖×⊕⊖⊞⊟🔽🔼"
_BEFORE = re.compile(rf"(?:[{_ARROWS}+−–-]\s*)+(?=\w)|[\[(][+−–-][\])]\s*")
_BEHIND = re.compile(rf"(?:\s*[{_ARROWS}\ufe0f])+$|(?<=[.?!])\s*(?:[\[(][+−–-][\])]|[+−–-])$")
# Names of icons that a font draws, and words for those who do not see them.
_CLICK = re.compile(
    r"(?<=[.?!])\s*(?:expand(?:_more|_less)?|collapse|keyboard_arrow_\w+|arrow_\w+|chevron_\w+|add|remove|open|close|toggle|show"
    r"|hide|click to (?:expand|open|see|show|reveal))(?: (?:the )?(?:answer|more|section|panel))?$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:Q(?:uestion)?\s?)?\d{1,3}\s?[.):–-]\s+")
_LONGEST = 2_000


def panel_title(text: str) -> str:
    """Return the title of a panel without what belongs to its box; a text in which nothing else stands as it is."""
    told = " ".join(text.split())
    if len(told) > _LONGEST:
        return told
    bare = _BEFORE.sub("", told, count=1) if _BEFORE.match(told) else told
    bare = _BEHIND.sub("", _CLICK.sub("", _BEHIND.sub("", bare)))
    return bare.strip() or told


def title_asks(title: str) -> bool:
    """Whether the title of a panel asks, also behind a number: a task is told by its first word."""
    return asks(title) or asks(_NUMBER.sub("", title, count=1))
