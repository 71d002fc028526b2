"""The products of the encoder: right, the same at every place of a block, and made where torch has no oneDNN."""

from types import SimpleNamespace

import pytest
import torch

from interviewer.embedding.products import ROWS, product

BARE = SimpleNamespace(ops=SimpleNamespace(mkldnn=SimpleNamespace()), backends=torch.backends, nn=torch.nn)


@pytest.mark.parametrize("library", [torch, BARE], ids=["torch", "without oneDNN"])
@pytest.mark.parametrize(("wide", "narrow"), [(384, 1152), (1536, 384)])
def test_a_row_is_the_same_wherever_it_stands_and_whatever_stands_beside_it(
    library: object, wide: int, narrow: int
) -> None:
    chance = torch.Generator().manual_seed(1)
    weight, bias = torch.randn(narrow, wide, generator=chance), torch.randn(narrow, generator=chance)
    row = torch.randn(wide, generator=chance)
    made = set()
    with torch.inference_mode():
        run = product(library, weight, bias)
        for place in range(ROWS):
            block = torch.randn(ROWS, wide, generator=chance)
            block[place] = row
            found = run(block)
            assert torch.allclose(found, block @ weight.T + bias, atol=1e-3)
            made.add(found[place].numpy().tobytes())
    assert len(made) == 1
