"""The markup languages beside Markdown that notes are kept in: how each writes headings, lists, code and emphasis."""

import re
from collections.abc import Callable
from dataclasses import dataclass

_NEVER = re.compile(r"(?!)")
Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
# ":Author: somebody", ":toc:", and the drawers of an outline, are properties in three of them.
_FIELD = r"\s*:[A-Za-z][\w@ +-]{0,40}:(?:\s.*)?$"


@dataclass(frozen=True, slots=True)
class Markup:
    """How a language is written. `dropped` lines hold no text; `opens` and `closes` fence program text.

    `lines` and `words` rewrite the start of a line and what stands inside it as Markdown. A block that `opens` without
    a line that closes it ends where its text stands no deeper any more.
    """

    heading: re.Pattern[str]
    dropped: re.Pattern[str]
    opens: re.Pattern[str]
    closes: re.Pattern[str]
    lines: tuple[Rule, ...] = ()
    words: tuple[Rule, ...] = ()


def _rule(pattern: str, told: str | Callable[[re.Match[str]], str]) -> Rule:
    return re.compile(pattern), told


def _nested(marker: str) -> Callable[[re.Match[str]], str]:
    return lambda match: "  " * (len(match[1]) - 1) + marker + " "


def _divided(match: re.Match[str]) -> str:
    return match[0].replace("+", "|")


WIKITEXT = Markup(
    heading=re.compile(r"(?P<marks>={1,6})\s*(?P<text>[^=\s].{0,300}?)\s*(?P=marks)\s*$"),
    dropped=re.compile(
        r"\s*(?:\{\{[^{}]*\}\}|__[A-Z]+__|\[\[(?:Category|File|Image):[^\[\]]*\]\]|<references\b[^<>]*>)\s*$"
    ),
    opens=re.compile(r"\s*<(?:syntaxhighlight|source|pre)\b(?:\s+lang=\"?(?P<language>\w+)\"?)?[^<>]*>\s*$"),
    closes=re.compile(r"\s*</(?:syntaxhighlight|source|pre)>\s*$"),
    lines=(
        _rule(r"(\*{1,5})\s*(?=[^*\s])", _nested("-")),
        _rule(r"(#{1,5})\s*(?=[^#\s])", _nested("1.")),
        _rule(r";\s*([^:]{1,80}?)\s*:\s+(?=\S)", r"**\1**: "),
        _rule(r":+\s*(?=\S)", ""),
    ),
    words=(
        _rule(r"<ref\b[^<>]*/>|<ref\b[^<>]*>[^<>]*</ref>", ""),
        _rule(r"\{\{[^{}]*\}\}", ""),
        _rule(r"'''([^']{1,300}?)'''", r"**\1**"),
        _rule(r"''([^']{1,300}?)''", r"*\1*"),
        _rule(r"\[\[(?:[^\[\]|]{1,200}\|)?([^\[\]|]{1,200})\]\]", r"\1"),
        _rule(r"\[https?://\S{1,300}\s([^\[\]]{1,200})\]", r"\1"),
        _rule(r"</?(?:code|tt|kbd)>", "`"),
        _rule(r"</?nowiki>|<br\s*/?>", ""),
    ),
)
ASCIIDOC = Markup(
    heading=re.compile(r"(?P<marks>={1,6})\s+(?P<text>[^=\s].{0,300})$"),
    dropped=re.compile(rf"{_FIELD}|//|\[[\w#.%,=\"' -]*\]\s*$|\+$"),
    opens=re.compile(r"(?P<fence>-{4,}|\.{4,})$"),
    closes=re.compile(r"(?P<fence>-{4,}|\.{4,})$"),
    lines=(
        _rule(r"\s*(\*{1,5})\s+(?=\S)", _nested("-")),
        _rule(r"\s*(\.{1,5})\s+(?=\S)", _nested("1.")),
        _rule(r"([^\s:][^:]{0,300}\?)::(?:\s+(?=\S)|\s*$)", r"**\1** "),
        _rule(r"([^\s:][^:]{0,80})::\s+(?=\S)", r"**\1**: "),
    ),
    words=(
        _rule(r"(?<![\w*])\*([^\s*][^*]{0,300})\*(?![\w*])", r"**\1**"),
        _rule(r"(?:link:)?https?://[^\s\[\]]{1,300}\[([^\[\]]{1,200})\]", r"\1"),
        _rule(r"<<[^<>,]{1,100},\s*([^<>]{1,200})>>", r"\1"),
    ),
)
ORG = Markup(
    heading=re.compile(
        r"(?P<marks>\*{1,8})\s+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED)\s+)?(?:\[#\w\]\s+)?(?P<text>\S.{0,300}?)"
        r"(?:\s+\[\d*[/%]\d*\])?(?:\s+:[\w@:]{1,100}:)?\s*$"
    ),
    dropped=re.compile(rf"{_FIELD}|\s*(?:SCHEDULED|DEADLINE|CLOSED):|\s*#(?:\s|$)|\s*#\+(?!BEGIN|END)", re.IGNORECASE),
    opens=re.compile(r"\s*#\+BEGIN_(?:SRC|EXAMPLE)(?:\s+(?P<language>[\w+-]+))?.*$", re.IGNORECASE),
    closes=re.compile(r"\s*#\+END_(?:SRC|EXAMPLE)\s*$", re.IGNORECASE),
    lines=(_rule(r"\s*#\+(?:BEGIN|END)_\w+.*$", ""), _rule(r"\s*\|-[-+]*\|\s*$", _divided)),
    words=(
        _rule(r"\[\[[^\[\]]{1,300}\]\[([^\[\]]{1,200})\]\]", r"\1"),
        _rule(r"(?<![\w*])\*([^\s*][^*]{0,300})\*(?![\w*])", r"**\1**"),
        _rule(r"(?<![\w=~])([=~])([^\s=~][^=~]{0,200})\1(?![\w=~])", r"`\2`"),
    ),
)
RESTRUCTUREDTEXT = Markup(
    heading=_NEVER,
    dropped=re.compile(rf"{_FIELD}|\.\. (?!code|sourcecode|note|tip|hint|warning|important)"),
    opens=re.compile(r"\s*\.\. (?:code-block|code|sourcecode)::(?:\s+(?P<language>\w+))?\s*$"),
    closes=_NEVER,
    lines=(_rule(r"(\s*)#\.\s+", r"\g<1>1. "), _rule(r"\.\. (\w)(\w+)::\s*", lambda m: f"{m[1].upper()}{m[2]}: ")),
    words=(
        _rule(r":\w{1,20}:`([^`<>]{1,200}?)(?:\s*<[^<>`]{1,200}>)?`", r"`\1`"),
        _rule(r"`([^`<>]{1,200}?)\s*<[^<>`]{1,300}>`__?", r"\1"),
        _rule(r"\s?::$", ":"),
    ),
)
