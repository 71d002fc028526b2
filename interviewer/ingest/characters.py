"""Which characters that show as nothing a document held: the sanitizer drops them, a person should know of them."""

import re
from collections import Counter
from collections.abc import Sequence

# Marks that order a line of Arabic or Hebrew, and hyphens that show only where a word breaks, are left untold.
_KINDS = {
    "tag character": re.compile("[\U000e0000-\U000e007f]"),
    "variation selector": re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]"),
    "zero-width character": re.compile("[\u200b-\u200d\u2060-\u2064\ufeff]"),
    "control of direction": re.compile("[\u202a-\u202e\u2066-\u2069]"),
}
_TAGS = re.compile("[\U000e0020-\U000e007e]{4,}")
_ANY = re.compile("[\u200b-\u200d\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")
_LONGEST = 60


def notes_on(lines: Sequence[str], cleaned: Sequence[str]) -> tuple[str, ...]:
    """Return a note on the characters that cleaning the lines dropped, and on what tag characters spelled."""
    dropped, spelled = Counter[str](), ""
    for line, clean in zip(lines, cleaned, strict=True):
        if line.isascii() or not _ANY.search(line):
            continue
        for kind, pattern in _KINDS.items():
            dropped[kind] += len(pattern.findall(line)) - len(pattern.findall(clean))
        tags = _TAGS.search(line)
        spelled = spelled or ("".join(chr(ord(one) - 0xE0000) for one in tags.group()) if tags else "")
    told = [_counted(count, kind) for kind, count in dropped.items() if count > 0]
    if not told:
        return ()
    cut = f"{spelled[:_LONGEST]}…" if len(spelled) > _LONGEST else spelled
    spelling = f"; the tag characters spell “{cut}”" if spelled else ""
    return (f"Left out as hidden characters: {', '.join(told)}{spelling}.",)


def _counted(count: int, kind: str) -> str:
    if count == 1:
        return f"1 {kind}"
    return f"{count} {kind.replace('control', 'controls')}" if kind.startswith("control") else f"{count} {kind}s"
