"""The one sanitizer: what a person or a document wrote never reaches a terminal as control.

Four forms, by what they promise:
`storable` keeps an answer as typed (only what UTF-8 cannot hold is replaced), `legible` is what of it can be read,
`visible` draws it one character for one, so that quote offsets hold in all three, and `sanitize` cleans a document for
good.
"""

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CONTROL_PICTURES = 0x2400
_DELETE = 0x7F
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
# Format and invisible characters that OWASP LLM01:2026 names for removal, the bidirectional
# controls of CVE-2021-42574, and fillers that print as nothing.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_SPELLS_NOTHING = re.compile(f"[{REPLACEMENT}\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f\U000e0000-\U000e0fff]")
_JOINING = re.compile("([\ufe0e\ufe0f]?)([\u200c\u200d]?)")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NEWLINE = re.compile("\r\n|\r|\x85|\u2028|\u2029")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_ZALGO = re.compile(f"({_MARK}{{4}}){_MARK}+")


def storable(text: str) -> str:
    """Return `text` with NUL and lone surrogates replaced by U+FFFD; same length, all else untouched."""
    return _UNSTORABLE.sub(REPLACEMENT, text)


def legible(text: str) -> str:
    """Return `storable` text with a space for each character that spells nothing: what could not be stored, tag
    characters, variation selectors, controls of direction. Same length, so that offsets hold."""
    return _SPELLS_NOTHING.sub(" ", storable(text))


def visible(text: str) -> str:
    """Return `text` safe to draw on a terminal, of the same length.

    Newline and tab stay. Other C0 controls become their control pictures (ESC is drawn as ␛), C1 and
    hidden format characters become U+FFFD. One variation selector and one joiner stay between non-ASCII
    neighbours, where emoji and several scripts need them; a longer run could hide a message.
    """
    if text.isascii() and text.isprintable():
        return text
    drawn = _CONTROL.sub(_picture, _UNSTORABLE.sub(_picture, text))
    return _HIDDEN.sub(lambda run: _joining(run, run.group()).ljust(len(run.group()), REPLACEMENT), drawn)


def visible_line(text: str) -> str:
    """Return `text` as `visible` draws it, on one line: for names, titles and messages."""
    return " ".join(visible(text).split())


def sanitize(text: str) -> str:
    """Return a document's text with controls and hidden characters gone, newlines as \\n, in NFC.

    Runs of combining marks are cut to four, which keeps every living script and ends "zalgo".
    """
    cleaned = _CONTROL.sub("", _UNSTORABLE.sub(REPLACEMENT, _NEWLINE.sub("\n", text)))
    apart = unicodedata.normalize("NFD", cleaned)
    kept = _HIDDEN.sub(lambda run: _joining(run, "".join(filter(_JOINERS.__contains__, run.group()))), apart)
    # Marks are cut while apart: composing first would let what is left compose anew, and not settle.
    return unicodedata.normalize("NFC", _ZALGO.sub(r"\1", unicodedata.normalize("NFD", kept)))


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return "\N{SYMBOL FOR DELETE}" if code == _DELETE else REPLACEMENT


def _joining(match: re.Match[str], run: str) -> str:
    """Return the head of `run`, hidden characters found at `match`, that its neighbours need."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    parts = _JOINING.fullmatch(run)
    if parts is None or not before or before.isascii():
        return ""
    return parts[1] + (parts[2] if after and not after.isascii() else "")
