"""Formulas become Unicode, and whatever cannot be read stays as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.export.latex import formula_to_unicode, formulas_to_markdown, formulas_to_unicode


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"\frac{a+b}{c}", "(a+b)/c"),
        (r"\tfrac12 x", "1/2 x"),
        (r"\sqrt{d_k}", "√(dₖ)"),
        (r"QK^\top", "QKᵀ"),
        (r"\sum_{i=1}^{n} x_i", "∑ᵢ₌₁ⁿ xᵢ"),
        (r"\theta_{t+1}", "θₜ₊₁"),
        (r"e^{z_j-m}", "e^(zⱼ-m)"),
        (r"\|w\|^2", "‖w‖²"),
    ],
)
def test_formulas(formula: str, expected: str) -> None:
    assert formula_to_unicode(formula) == expected


@pytest.mark.parametrize("text", ["it costs $5 and $6", "`$x_i$` is code", "a lone $", "```\n$x_i$\n```"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert formulas_to_unicode(text) == text


def test_a_formula_is_no_markdown() -> None:
    assert formulas_to_markdown("$a*b*c$") == r"a\*b\*c"


@pytest.mark.parametrize("formula", ["{" * 3000, r"\frac{" * 300, r"\left" * 200, "^{" * 400 + "}" * 400])
def test_absurd_formulas_end(formula: str) -> None:
    formulas_to_unicode(f"${formula}$")


@given(st.text(max_size=60))
def test_any_text_survives(text: str) -> None:
    formulas_to_unicode(text)
    formulas_to_markdown(f"${text}$")
