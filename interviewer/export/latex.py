"""Formulas for a terminal: LaTeX between dollar signs becomes Unicode, or stays as written."""

import functools
import logging
import re

from interviewer.domain.text import visible

_LOG = logging.getLogger(__name__)
_CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]*`)", re.DOTALL)
_MATH = re.compile(
    r"(?<!\\)\$\$(?P<display>[^$]+)\$\$"
    r"|(?<![\\$\w])\$(?=\S)(?P<inline>(?:[^$\n]|\n(?!\s*\n))*\S)\$(?![\d$])"
)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~!&])")
_FRACTION = re.compile(r"\\[tdc]?frac\s*(?:\{([^{}]*)\}\s*\{([^{}]*)\}|(\d)(\d))(?=(.?))", re.DOTALL)
_SCRIPT = re.compile(r"(?P<kind>[\^_])(?:\{(?P<group>[^{}]*)\}|(?P<one>\\[a-zA-Z]+|[^\s{}\\(]))")
_SPACE = re.compile(
    r"(\\(?!(?:hat|bar|tilde|vec|dot|sqrt|mathrm|mathbb|mathcal|mathbf|text\w*|left|right|times|cdot|odot|in)\b)[a-zA-Z]+)\s+"
)
_LONGEST = 2000
_DEEPEST = 6
_NAMED = {r"\top": "⊤", r"\beta": "β", r"\gamma": "γ", r"\prime": "′"}
_UP = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyzTLNKV⊤′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴸᴺᴷⱽᵀ′"
)
_DOWN = str.maketrans("0123456789+-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")


def formulas_to_unicode(text: str) -> str:
    """Return plain text with its formulas in Unicode."""
    return _replace(text, escape=False)


def in_unicode(text: str) -> str:
    """Return what a bank or a document holds as it is safe to draw on a terminal, its formulas in Unicode."""
    return visible(formulas_to_unicode(visible(text)))


def formulas_to_markdown(text: str) -> str:
    """Return Markdown with its formulas in Unicode, escaped so that they are not read as Markdown."""
    return _replace(text, escape=True)


def _replace(text: str, *, escape: bool) -> str:
    def convert(match: re.Match[str]) -> str:
        display = match.group("display")
        formula = formula_to_unicode(display if display is not None else match.group("inline"))
        if formula is None:
            return match.group()
        if escape:
            formula = _MARKDOWN.sub(r"\\\1", formula)
        return f"\n\n> {formula}\n\n" if escape and display is not None else formula

    parts = _CODE.split(text)
    return "".join(part if odd % 2 else _MATH.sub(convert, part) for odd, part in enumerate(parts))


@functools.lru_cache(maxsize=512)
def formula_to_unicode(formula: str) -> str | None:
    """Return one formula in Unicode, on one line; None where it cannot be read."""
    if len(formula) > _LONGEST:
        return None
    from pylatexenc.latex2text import LatexNodes2Text

    try:
        plain = LatexNodes2Text(math_mode="text").latex_to_text(_spell_out(formula))
    except Exception:  # noqa: BLE001 - the parser of another project, fed with what a document holds
        _LOG.info("a formula could not be read")
        return None
    return " ".join(plain.split()) or None


def _spell_out(formula: str) -> str:
    """Write fractions with brackets, and scripts as raised and lowered characters where Unicode has them."""
    formula = _SPACE.sub(r"\1{} ", formula.replace(r"\|", "‖"))
    for _ in range(_DEEPEST):
        simpler = _SCRIPT.sub(_script, _FRACTION.sub(_fraction, formula))
        if simpler == formula:
            break
        formula = simpler
    return formula


def _fraction(match: re.Match[str]) -> str:
    above, below = match.group(1) or match.group(3) or "", match.group(2) or match.group(4) or ""
    fraction = f"{_bracketed(above.strip())}/{_bracketed(below.strip())}"
    return f"({fraction})" if match.group(5).isalnum() or match.group(5) == "\\" else fraction


def _bracketed(part: str) -> str:
    return part if re.fullmatch(r"\w+|\\[a-zA-Z]+", part) else f"({part})"


def _script(match: re.Match[str]) -> str:
    kind = match.group("kind")
    body = match.group("group") if match.group("group") is not None else match.group("one")
    body = _NAMED.get(body, body).replace(" ", "")
    table = _UP if kind == "^" else _DOWN
    # A letter right after a macro's name would be read as part of the name.
    apart = "{}" if match.string[: match.start()][-1:].isalpha() else ""
    if body and all(ord(character) in table for character in body):
        return apart + body.translate(table)
    plain = len(body) == 1 or re.fullmatch(r"\\[a-zA-Z]+|\(.*\)", body)
    return apart + kind + (body if plain else f"({body})")
