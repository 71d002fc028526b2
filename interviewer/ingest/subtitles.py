"""Transcripts kept as subtitles (WebVTT, SubRip): cues become turns, a line for each, without numbers and times."""

import re
from collections import Counter
from collections.abc import Sequence, Set
from itertools import pairwise

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_CUE = re.compile(rf"\s{{0,3}}{_TIME}\s+-->\s+{_TIME}(?:\s.{{0,200}})?$")
_VOICE = re.compile(r"\s*<v(?:\.[\w.-]{1,60})?\s+(?P<name>[^<>]{1,80})>\s*")
_NAMED = re.compile(r"\s*(?:[-–—]\s+)?(?P<name>[^\W\d_][\w .'’()-]{0,40}):\s+(?=\S)")
_TAG = re.compile(r"</?(?:[biuvc]|ruby|rt|lang|font)(?:[.\s][^<>]{0,80})?>|<\d[\d:.]{3,14}>|\{\\an\d\}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.?!…][\"”’)\]]*$")
_LEAST_CUES, _LEAST_NAMED, _SHARE = 3, 2, 0.8
_LONGEST_TURN = 4_000


def without_cues(lines: Sequence[str]) -> tuple[str, ...]:
    """Return as many lines with each turn on its first one; the very lines where cues are not nearly all there is.

    A turn is what one speaker says until another is named; where nobody is, it is a sentence. A name before a colon
    counts where it stands so twice.
    """
    cues = [index for index, line in enumerate(lines) if "-->" in line and _CUE.match(line)]
    texts = [text for cue, following in pairwise([*cues, len(lines)]) for text in _texts(lines, cue, following)]
    held = sum(bool(line.strip()) and not line.strip().isdecimal() for line in lines)
    if len(cues) < _LEAST_CUES or len(cues) + len(texts) < _SHARE * held:
        return tuple(lines)
    bare = {index: _TAG.sub("", lines[index]) for index in texts}
    named = Counter(match["name"] for line in bare.values() if (match := _NAMED.match(line)))
    names = frozenset(name for name, count in named.items() if count >= _LEAST_NAMED)
    told = [""] * len(lines)
    turn, speaker = texts[0] if texts else 0, ""
    for index in texts:
        name, text = _spoken(lines[index], bare[index], names)
        goes_on = told[turn] and len(told[turn]) < _LONGEST_TURN and name in ("", speaker)
        if goes_on and (speaker or not _SENTENCE_END.search(told[turn])):
            told[turn] = f"{told[turn]} {text}"
            continue
        turn, speaker = index, name or speaker
        told[index] = f"{speaker}: {text}" if speaker else text
    return tuple(told)


def _texts(lines: Sequence[str], cue: int, following: int) -> range:
    """Return the lines of a cue's text: those below its time, before an empty line."""
    return range(cue + 1, next((index for index in range(cue + 1, following) if not lines[index].strip()), following))


def _spoken(line: str, bare: str, names: Set[str]) -> tuple[str, str]:
    """Return who speaks on the line, empty where nobody is named, and what."""
    voice, named = _VOICE.match(line), _NAMED.match(bare)
    if voice:
        return voice["name"].strip(), _TAG.sub("", line[voice.end() :]).strip()
    if named and named["name"] in names:
        return named["name"], bare[named.end() :].strip()
    return "", bare.strip()
