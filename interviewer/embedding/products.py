"""The matrix products of the encoder, all of one height: by oneDNN on weights laid out once, where torch has it.

That takes less than half the time of torch's own product on processors that MKL does not know (`docs/measurements.md`).
"""

from collections.abc import Callable
from typing import Any

ROWS = 32
"""Rows of a block, one a word piece: with fewer each row takes longer, with more the last block is emptier."""


def product(torch: Any, weight: Any, bias: Any) -> Callable[[Any], Any]:
    """Return what maps a block of `ROWS` rows x to x W^T + b."""
    onednn = torch.ops.mkldnn
    if not (torch.backends.mkldnn.is_available() and hasattr(onednn, "_linear_pointwise")):
        return lambda rows: torch.nn.functional.linear(rows, weight, bias)
    laid_out = onednn._reorder_linear_weight(weight, ROWS)  # not public, hence the question before
    run = onednn._linear_pointwise.default
    return lambda rows: run(rows, laid_out, bias, "none", [], "")
