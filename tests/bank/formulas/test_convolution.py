"""Convolutions: shapes, counts and receptive fields against the layers themselves."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's own name for it

from tests.bank.formulas.stated import Stated


def weights(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def test_output_size_and_parameters() -> None:
    stated = Stated("output-size-and-parameters")
    stated.says(r"$H_{out}=\lfloor (H+2P-K)/S\rfloor+1$", r"$C_{out}(C_{in}K^2+1)$", "the effective extent $D(K-1)+1$")
    layer = nn.Conv2d(3, 64, 7, stride=2, padding=3)
    channels, height, width = stated.numbers(r"so the output is $#\times#\times#$")
    assert layer(torch.zeros(1, 3, 224, 224)).shape == (1, channels, height, width)
    total, plain, biases = stated.numbers(r"+1)=#$, of which # are weights and # biases")
    assert (weights(layer), layer.weight.numel(), layer.bias.numel() if layer.bias is not None else 0) == (
        total,
        plain,
        biases,
    )
    same, side, millions = stated.numbers(r"$#\cdot#^2\approx#$ million")
    assert same * side**2 == pytest.approx(millions * 1e6, rel=0.01)
    for size, kernel, stride, padding, dilation in ((17, 3, 2, 1, 2), (30, 5, 3, 0, 1), (9, 1, 4, 2, 3)):
        out = nn.Conv1d(1, 1, kernel, stride, padding, dilation)(torch.zeros(1, 1, size))
        assert out.shape[-1] == (size + 2 * padding - (dilation * (kernel - 1) + 1)) // stride + 1


def test_depthwise_separable_convolutions() -> None:
    stated = Stated("depthwise-separable-convolutions")
    stated.says(r"\frac{K^2M+MN}{K^2MN}=\frac1N+\frac1{K^2}")
    kernel, n = stated.numbers("With $K=#$ and $N=#$ this is")
    first, second, ratio, saving = stated.numbers("this is $#+#=#$, a saving of # times")
    assert (1 / n, 1 / kernel**2) == pytest.approx((first, second), abs=5e-4)
    standard = nn.Conv2d(96, int(n), int(kernel), bias=False)
    depthwise, pointwise = nn.Conv2d(96, 96, int(kernel), groups=96, bias=False), nn.Conv2d(96, int(n), 1, bias=False)
    measured = (weights(depthwise) + weights(pointwise)) / weights(standard)
    assert measured == pytest.approx(ratio, abs=1e-3)
    assert 1 / measured == pytest.approx(saving, abs=0.05)
    share = stated.number("is $N/(N+K^2)=#$ per cent")
    assert 100 * weights(pointwise) / (weights(depthwise) + weights(pointwise)) == pytest.approx(share, abs=0.5)
    # The effective kernel from m to n is p_nm d_m.
    x = torch.randn(1, 96, 6, 6, generator=torch.Generator().manual_seed(0))
    effective = pointwise.weight * depthwise.weight.transpose(0, 1)
    assert torch.allclose(pointwise(depthwise(x)), F.conv2d(x, effective), atol=1e-4)


def test_one_by_one_convolutions() -> None:
    stated = Stated("one-by-one-convolutions")
    wide = stated.number(r"has $9\cdot256^2 \approx #$ weights")
    parts = stated.numbers(r"$# + # + # \approx #$ weights")
    assert weights(nn.Conv2d(256, 256, 3, bias=False)) == pytest.approx(wide, rel=0.01)
    bottleneck = [
        nn.Conv2d(256, 64, 1, bias=False),
        nn.Conv2d(64, 64, 3, bias=False),
        nn.Conv2d(64, 256, 1, bias=False),
    ]
    assert tuple(map(weights, bottleneck)) == parts[:3]
    assert sum(parts[:3]) == pytest.approx(parts[3], rel=0.01)
    assert 9 * 256**2 / sum(parts[:3]) == pytest.approx(stated.number("about # times fewer"), abs=0.05)
    layer, x = nn.Conv2d(5, 3, 1), torch.randn(2, 5, 4, 4, generator=torch.Generator().manual_seed(1))
    dense = F.linear(x.movedim(1, -1), layer.weight[:, :, 0, 0], layer.bias).movedim(-1, 1)
    assert torch.allclose(layer(x), dense, atol=1e-6)


def reach(*layers: nn.Module, size: int = 64) -> int:
    """Return how many input positions the middle output depends on, by its gradient."""
    x = torch.zeros(1, 1, size, requires_grad=True)
    out = nn.Sequential(*layers)(x)
    (gradient,) = torch.autograd.grad(out[0, 0, out.shape[-1] // 2], x)
    touched = gradient[0, 0].nonzero()
    return int(touched.max() - touched.min()) + 1


def positive(kernel: int, stride: int = 1, dilation: int = 1) -> nn.Conv1d:
    layer = nn.Conv1d(1, 1, kernel, stride, dilation=dilation)
    nn.init.constant_(layer.weight, 1.0)
    return layer


def test_receptive_field() -> None:
    stated = Stated("receptive-field")
    stated.says(
        r"r_l=r_{l-1}+(k_l-1)\,j_{l-1},\qquad j_l=j_{l-1}s_l .",
        "replace $k$ by $d(k-1)+1$",
        "every 3x3 after that adds 8 pixels",
    )
    assert reach(positive(3), positive(3), positive(3)) == stated.number("give $1+2+2+2=#$")
    first, second, jump = stated.numbers("has $r=#$, then #, and $j=#$")
    assert reach(positive(7, 2)) == first
    assert reach(positive(7, 2), positive(3, 2)) == second
    assert reach(positive(7, 2), positive(3, 2), positive(3)) == second + 2 * jump
    field, step = 1, 1
    stack = [(5, 2, 1), (3, 1, 3), (3, 2, 1), (3, 1, 2)]
    for kernel, stride, dilation in stack:
        field, step = field + dilation * (kernel - 1) * step, step * stride
    assert reach(*(positive(*layer) for layer in stack), size=128) == field


def test_upsampling_and_transposed_convolutions() -> None:
    stated = Stated("upsampling-and-transposed-convolutions")
    stated.says("$s(n-1)+k-2p$", "alternately receive one and two contributions", "in two dimensions one, two or four")
    for n, k, s, p in ((5, 3, 2, 1), (7, 4, 2, 1), (3, 5, 3, 0)):
        assert nn.ConvTranspose1d(1, 1, k, s, p)(torch.zeros(1, 1, n)).shape[-1] == s * (n - 1) + k - 2 * p
    inner = F.conv_transpose1d(torch.ones(1, 1, 10), torch.ones(1, 1, 3), stride=2)[0, 0, 2:-2]
    assert set(inner.tolist()) == {1.0, 2.0}
    flat = F.conv_transpose2d(torch.ones(1, 1, 8, 8), torch.ones(1, 1, 3, 3), stride=2)[0, 0, 2:-2, 2:-2]
    assert set(flat.flatten().tolist()) == {1.0, 2.0, 4.0}
    even = F.conv_transpose1d(torch.ones(1, 1, 10), torch.ones(1, 1, 4), stride=2)[0, 0, 2:-2]
    assert set(even.tolist()) == {2.0}
    # It is the transpose of the strided convolution: <Cx, y> = <x, C'y>.
    generator = torch.Generator().manual_seed(0)
    x, y, kernel = (torch.randn(1, 1, size, generator=generator) for size in (9, 4, 3))
    left = (F.conv1d(x, kernel, stride=2) * y).sum()
    assert torch.allclose(left, (x * F.conv_transpose1d(y, kernel, stride=2)).sum(), atol=1e-5)


def test_semantic_segmentation() -> None:
    Stated("semantic-segmentation").says(
        r"$1 - \frac{2\sum p g}{\sum p + \sum g}$", "all-background scores 99 per cent with an IoU of zero"
    )
    rng = np.random.default_rng(0)
    truth, guess = rng.random(1000) < 0.3, rng.random(1000) < 0.4
    both, either = (truth & guess).sum(), (truth | guess).sum()
    dice, iou = 2 * both / (truth.sum() + guess.sum()), both / either
    assert dice == pytest.approx(2 * iou / (1 + iou))
    lesion = np.arange(1000) < 10
    assert (~lesion).mean() == 0.99


def test_why_convolutions() -> None:
    stated = Stated("why-convolutions")
    millions, filters, inner, total = (
        *stated.numbers("has about # million weights"),
        *stated.numbers(r"$#\cdot(#+1)=#$ parameters"),
    )
    assert millions * 1e6 == pytest.approx(224 * 224 * 3 * 1000, rel=0.01)
    assert filters * (inner + 1) == total == weights(nn.Conv2d(3, int(filters), 3))
    layer, x = nn.Conv2d(1, 1, 3, padding=1), torch.zeros(1, 1, 20, 20)
    x[..., 8:11, 8:11] = 1
    assert torch.allclose(layer(x.roll(3, -1))[..., 4:-4], layer(x).roll(3, -1)[..., 4:-4], atol=1e-6)


def test_vision_transformers() -> None:
    stated = Stated("vision-transformers")
    side, same, patches = stated.numbers(r"gives $#\times#=#$ patches")
    patch, high, colours, width = stated.numbers(r"$#\cdot#\cdot#=#$ numbers")
    assert (side, same, side * same, patch * high * colours) == (224 / patch, 224 / high, patches, width)
    projection = nn.Conv2d(3, 10, int(patch), stride=int(patch))
    image = torch.randn(1, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    flattened = F.unfold(image, int(patch), stride=int(patch)).transpose(1, 2)
    tokens = F.linear(flattened, projection.weight.flatten(1), projection.bias)
    assert torch.allclose(projection(image).flatten(2).transpose(1, 2), tokens, atol=1e-4)


def test_masked_autoencoders() -> None:
    stated = Stated("masked-autoencoders")
    visible, patches = stated.numbers("# tokens instead of #,")
    assert visible == patches * 0.25 == 196 * (1 - stated.number("A random #% are hidden") / 100)
    stated.says("a quarter of the linear cost and a sixteenth of the attention cost")
    assert (visible / patches) ** 2 == 1 / 16


def test_capsule_networks() -> None:
    Stated("capsule-networks").says(r"$v = \frac{\|s\|^2}{1+\|s\|^2}\frac{s}{\|s\|}$")
    rng = np.random.default_rng(0)
    for scale in (0.01, 1.0, 100.0):
        s = scale * rng.normal(size=8)
        size = np.linalg.norm(s)
        v = size**2 / (1 + size**2) * s / size
        assert np.linalg.norm(v) < 1
        assert np.linalg.norm(v) == pytest.approx(1 - 1 / (1 + size**2))
        assert v @ s / size == pytest.approx(np.linalg.norm(v))
