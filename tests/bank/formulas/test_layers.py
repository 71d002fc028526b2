"""Layers, initialisation and regularisation: backward passes against autograd, variances by simulation."""

import math

import numpy as np
import pytest
import torch
from torch.nn import functional as F  # noqa: N812 - torch's own name for it

from tests.bank.formulas.derivatives import along, gradient, hessian, jacobian
from tests.bank.formulas.stated import Stated


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def test_backprop_through_a_linear_layer() -> None:
    stated = Stated("backprop-through-a-linear-layer")
    stated.says(r"=X^\top G\quad(d\times k)", r"=GW^\top\quad(N\times d)", r"$\partial L/\partial b_j=\sum_n G_{nj}$")
    x, w, b = (normal(*shape, seed=seed).requires_grad_() for seed, shape in enumerate([(6, 4), (4, 3), (3,)]))
    upstream = normal(6, 3, seed=9)
    gradients = torch.autograd.grad(x @ w + b, (x, w, b), upstream)
    for derived, formula in zip(gradients, (upstream @ w.T, x.T @ upstream, upstream.sum(0)), strict=True):
        assert torch.allclose(derived, formula)
    side, digits, exponent = stated.numbers(r"would have $#^2\approx#\cdot10^#$")
    assert side == 64 * 1024
    assert side**2 == pytest.approx(digits * 10**exponent, rel=0.1)


def test_backpropagation() -> None:
    Stated("backpropagation").says(
        r"\delta^l=\left((W^{l+1})^\top\delta^{l+1}\right)\odot\sigma'(z^l)",
        r"$\partial L/\partial W^l=\delta^l (a^{l-1})^\top$",
    )
    weights = [normal(5, 4, seed=1).requires_grad_(), normal(3, 5, seed=2).requires_grad_()]
    a = [normal(4, seed=3)]
    for weight in weights:
        a.append(torch.sigmoid(weight @ a[-1]))
    target = normal(3, seed=4)
    expected = torch.autograd.grad(((a[2] - target) ** 2).sum() / 2, weights)
    delta = (a[2] - target) * a[2] * (1 - a[2])
    assert torch.allclose(torch.outer(delta, a[1]), expected[1])
    delta = (weights[1].T @ delta) * a[1] * (1 - a[1])
    assert torch.allclose(torch.outer(delta, a[0]), expected[0])


def test_automatic_differentiation() -> None:
    Stated("automatic-differentiation").says(
        "one pass gives the Jacobian-vector product $Jv$", "forward over reverse, gives $Hv$"
    )

    def function(x: torch.Tensor) -> torch.Tensor:
        return torch.stack([x[0] * x[1], x[2].sin(), (x * x).sum()])

    x, v = normal(3, seed=5), normal(3, seed=6)
    slopes = jacobian(function, x)
    difference = (function(x + 1e-6 * v) - function(x - 1e-6 * v)) / 2e-6
    assert torch.allclose(along(function, x, v), difference)
    assert torch.allclose(gradient(lambda z: v @ function(z), x), v @ slopes)

    def slope(at: torch.Tensor) -> torch.Tensor:
        return gradient(lambda z: function(z).prod(), at)

    curved = hessian(lambda z: function(z).prod(), x) @ v
    assert torch.allclose(along(slope, x, v), curved)
    assert torch.allclose((slope(x + 1e-6 * v) - slope(x - 1e-6 * v)) / 2e-6, curved, rtol=1e-4)


def test_batch_norm_train_vs_inference() -> None:
    Stated("batch-norm-train-vs-inference").says(
        r"$y = \gamma\,(x-\mu_B)/\sqrt{\sigma_B^2+\epsilon}+\beta$", r"so the output is just $\beta$"
    )
    layer = torch.nn.BatchNorm1d(3, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([2.0, 0.5, -1.0]))
        layer.bias.copy_(torch.tensor([0.1, 0.2, 0.3]))
    gamma, beta = layer.weight.detach(), layer.bias.detach()
    mean, variance = torch.zeros(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)
    for seed in range(4):
        x = 3 + 2 * normal(16, 3, seed=seed)
        assert torch.allclose(layer(x), gamma * (x - x.mean(0)) / (x.var(0, unbiased=False) + layer.eps).sqrt() + beta)
        mean, variance = 0.9 * mean + 0.1 * x.mean(0), 0.9 * variance + 0.1 * x.var(0)
    layer.eval()
    single = normal(1, 3, seed=8)
    assert torch.allclose(layer(single), gamma * (single - mean) / (variance + layer.eps).sqrt() + beta)
    # One vector alone, by its own statistics: nothing is left but the shift.
    assert torch.allclose(gamma * (single - single.mean(0)) / math.sqrt(layer.eps) + beta, beta.expand(1, 3))
    # Gradients flow through the statistics: the backward pass written out, against autograd.
    x, upstream = normal(16, 3, seed=10).requires_grad_(), normal(16, 3, seed=11)
    std = (x.var(0, unbiased=False) + layer.eps).sqrt()
    xhat = (x - x.mean(0)) / std
    (expected,) = torch.autograd.grad(layer.train()(x), x, upstream)
    inner = upstream - upstream.mean(0) - xhat * (upstream * xhat).mean(0)
    assert torch.allclose(gamma / std * inner, expected)


def test_batch_norm_benefits() -> None:
    Stated("batch-norm-benefits").says(
        "Multiply the weights before the layer by $a$ and the output is unchanged, while the gradient shrinks by $1/a$"
    )
    x, w, upstream = normal(32, 5, seed=1), normal(5, 4, seed=2), normal(32, 4, seed=3)

    def run(scale: float) -> tuple[torch.Tensor, torch.Tensor]:
        weight = (scale * w).requires_grad_()
        out = F.batch_norm(x @ weight, None, None, training=True, eps=1e-300)
        return out, torch.autograd.grad(out, weight, upstream)[0]

    (plain, gradient), (scaled, shrunk) = run(1.0), run(4.0)
    assert torch.allclose(plain, scaled)
    assert torch.allclose(gradient / 4, shrunk)


def test_rmsnorm() -> None:
    stated = Stated("rmsnorm")
    stated.says(
        r"g\odot x/\sqrt{\tfrac1d\sum_i x_i^2+\epsilon}", "layer norm is, bias aside, RMSNorm of the projected vector"
    )
    x, gain = normal(4, 8, seed=1), normal(8, seed=2)
    ours = gain * x / (x.pow(2).mean(-1, keepdim=True) + 1e-6).sqrt()
    assert torch.allclose(ours, F.rms_norm(x, (8,), gain, 1e-6))
    centred = x - x.mean(-1, keepdim=True)
    assert torch.allclose(F.layer_norm(x, (8,), gain), F.rms_norm(centred, (8,), gain, 1e-5))
    assert torch.allclose(F.rms_norm(7 * x, (8,), eps=1e-12), F.rms_norm(x, (8,), eps=1e-12))
    assert not torch.allclose(F.rms_norm(x + 7, (8,)), F.rms_norm(x, (8,)))
    assert torch.finfo(torch.float16).max == stated.number("squares above # overflow in fp16")


def test_group_norm_small_batches() -> None:
    Stated("group-norm-small-batches").says(
        r"With $G=1$ it is layer norm over the feature map, with $G=C$ instance norm"
    )
    x = normal(2, 6, 5, 5, seed=1)
    grouped = x.reshape(2, 3, -1)
    by_hand = (
        (grouped - grouped.mean(-1, keepdim=True)) / (grouped.var(-1, unbiased=False, keepdim=True) + 1e-5).sqrt()
    ).reshape(x.shape)
    assert torch.allclose(by_hand, F.group_norm(x, 3))
    assert torch.allclose(F.group_norm(x, 1), F.layer_norm(x, (6, 5, 5)))
    assert torch.allclose(F.group_norm(x, 6), F.instance_norm(x))


def test_pre_norm_vs_post_norm() -> None:
    Stated("pre-norm-vs-post-norm").says(
        r"$x_{l+1}=\mathrm{LN}(x_l+F(x_l))$", r"divides by about $\sqrt2$ every time", r"as $\sqrt L$ at initialisation"
    )
    width, depth = 512, 16
    x = normal(64, width, seed=0)
    stream = F.layer_norm(x, (width,))
    divided, pre = [], stream
    for layer in range(depth):
        weight = normal(width, width, seed=layer + 1) / math.sqrt(width)
        summed = stream + stream @ weight
        divided.append(float(summed.std()))
        stream = F.layer_norm(summed, (width,))
        pre = pre + F.layer_norm(pre, (width,)) @ weight
    assert divided == pytest.approx([math.sqrt(2)] * depth, rel=0.05)
    assert float(pre.std()) == pytest.approx(math.sqrt(1 + depth), rel=0.1)


def variance_after(layers: int, variance: float, activation: str) -> float:
    width, x = 256, normal(128, 256, seed=0)
    for layer in range(layers):
        before = x @ (normal(width, width, seed=layer + 1) * math.sqrt(variance / width))
        x = before.relu() if activation == "relu" else before
    return float(before.var())


def test_he_vs_xavier() -> None:
    stated = Stated("he-vs-xavier")
    stated.says(
        r"$\mathrm{Var}(w)=2/(n_{in}+n_{out})$",
        r"$\mathrm{Var}(w)=2/n_{in}$",
        r"$E[x^2]=\tfrac12\mathrm{Var}(y_{prev})$",
    )
    assert variance_after(10, 1.0, "identity") == pytest.approx(1, rel=0.4)
    assert variance_after(10, 2.0, "relu") == pytest.approx(2, rel=0.5)
    assert variance_after(10, 1.0, "relu") * 2**9 == pytest.approx(1, rel=0.5)
    layers, power = stated.numbers(r"after 30 layers it is down by $2^{#}\approx10^#$")
    assert 2**layers == pytest.approx(10**power, rel=0.1)
    weight = torch.empty(300, 500, dtype=torch.float64)
    torch.nn.init.xavier_uniform_(weight, generator=torch.Generator().manual_seed(0))
    assert float(weight.var()) == pytest.approx(2 / 800, rel=0.02)
    torch.nn.init.kaiming_normal_(weight, nonlinearity="relu", generator=torch.Generator().manual_seed(0))
    assert float(weight.var()) == pytest.approx(2 / 500, rel=0.02)


def test_initialising_residual_networks() -> None:
    stated = Stated("initialising-residual-networks")
    stated.says(r"$(1+1/L)^L<e$", "multiply the variance by $2^L$")
    layers, standard, branches, result = stated.numbers(r"For # layers that is $#/\sqrt{#}\approx#$")
    assert branches == 2 * layers
    assert standard / math.sqrt(branches) == pytest.approx(result, abs=1e-4)
    depth, width = 12, 256
    plain = scaled = normal(128, width, seed=0)
    for layer in range(depth):
        weight = normal(width, width, seed=layer + 1) / math.sqrt(width)
        plain, scaled = plain + plain @ weight, scaled + scaled @ weight / math.sqrt(depth)
    assert math.log2(float(plain.var())) == pytest.approx(depth, abs=0.7)
    assert float(scaled.var()) == pytest.approx((1 + 1 / depth) ** depth, rel=0.1)


def test_vanishing_gradients() -> None:
    stated = Stated("vanishing-gradients")
    base, depth, power = stated.numbers(r"$#^{#}\approx 10^#$")
    z = torch.linspace(-8, 8, 1601, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(torch.sigmoid(z).sum(), z)
    assert float(slope.max()) == pytest.approx(1 / base)
    assert float(slope.max()) ** -depth == pytest.approx(10**power, rel=0.1)


def test_activation_functions_compared() -> None:
    stated = Stated("activation-functions-compared")
    dip, at = stated.numbers("dips to about $#$ near $x=#$")
    x = torch.linspace(-3, 3, 60001, dtype=torch.float64, requires_grad=True)
    gelu = x * 0.5 * (1 + torch.erf(x / math.sqrt(2)))
    assert torch.allclose(gelu, F.gelu(x))
    assert float(gelu.min().detach()) == pytest.approx(dip, abs=0.005)
    assert float(x[gelu.argmin()].detach()) == pytest.approx(at, abs=0.01)
    (slope,) = torch.autograd.grad(torch.sigmoid(x).sum(), x)
    assert float(slope.max()) == pytest.approx(stated.number("slope never exceeds #"))


def test_gated_activations_swiglu() -> None:
    stated = Stated("gated-activations-swiglu")
    stated.says(r"$3\cdot d\cdot\tfrac83d=8d^2=2\cdot d\cdot4d$", r"\mathrm{Swish}(z)=z\,\sigma(z)")
    width, hidden = stated.numbers("With $d=#$ this gives #; LLaMA")
    rounded, multiple = stated.numbers("LLaMA 7B rounds up to #, a multiple of #")
    assert round(8 / 3 * width) == hidden
    assert math.ceil(hidden / multiple) * multiple == rounded
    z = torch.linspace(-5, 5, 11)
    assert torch.allclose(z * torch.sigmoid(z), F.silu(z))


def test_multilayer_perceptron() -> None:
    stated = Stated("multilayer-perceptron")
    stated.says(r"$h_1=\mathrm{ReLU}(x_1+x_2)$, $h_2=\mathrm{ReLU}(x_1+x_2-1)$, $y=h_1-2h_2$")
    outputs = [max(a + b, 0) - 2 * max(a + b - 1, 0) for a in (0, 1) for b in (0, 1)]
    assert tuple(outputs) == stated.numbers("The inputs give $y=#,#,#,#$")


def test_depth_vs_width() -> None:
    stated = Stated("depth-vs-width")
    pieces, units = stated.numbers("ten layers of two units make #, for which one hidden layer would need # units")
    x = np.linspace(0, 1, 2**14 + 1)
    y = x
    for _ in range(10):
        y = 2 * np.maximum(y, 0) - 4 * np.maximum(y - 0.5, 0)
    slopes = np.sign(np.diff(y))
    assert 1 + (np.diff(slopes) != 0).sum() == pieces == units + 1


def test_dropout_train_vs_test() -> None:
    Stated("dropout-train-vs-test").says("the survivors are divided by $1-p$")
    torch.manual_seed(0)
    kept = F.dropout(torch.ones(200_000), 0.3)
    assert sorted(set(kept.tolist())) == pytest.approx([0.0, 1 / 0.7])
    assert float(kept.mean()) == pytest.approx(1, abs=0.01)


def test_why_dropout_works() -> None:
    Stated("why-dropout-works").says(r"$\frac{p}{1-p}\sum_j w_j^2\sum_i x_{ij}^2$")
    p, x, w, y = 0.4, normal(6, 4, seed=1), normal(4, seed=2), normal(6, seed=3)
    torch.manual_seed(1)
    masked = F.dropout(x.expand(40_000, 6, 4), p)
    average = ((y - masked @ w) ** 2).sum(1).mean()
    penalty = p / (1 - p) * (w**2 * (x**2).sum(0)).sum()
    assert float(average) == pytest.approx(float(((y - x @ w) ** 2).sum() + penalty), rel=0.02)


def test_l1_vs_l2() -> None:
    stated = Stated("l1-vs-l2")
    strength = stated.number(r"and $\lambda=#$, L1 gives soft thresholding")
    grid = np.linspace(-1, 4, 500_001)
    for optimum, by_l1, by_l2 in (
        stated.numbers("From $w^*=#$ we get # and #;"),
        stated.numbers("from $w^*=#$ we get # and #."),
    ):
        loss = 0.5 * (grid - optimum) ** 2
        assert grid[(loss + strength * np.abs(grid)).argmin()] == pytest.approx(by_l1, abs=1e-4)
        assert grid[(loss + 0.5 * strength * grid**2).argmin()] == pytest.approx(by_l2, abs=5e-3)


def test_double_descent() -> None:
    stated = Stated("double-descent")
    stated.says(r"$\sigma^2 p/(n-p-1)$", r"$\sigma^2 n/(p-n-1)$")
    n, *below = stated.numbers("for $n=#$ it is # at $p=#$ and # at $p=#$")
    above = stated.numbers("falls with $p$: # at # and # at #.")
    rng = np.random.default_rng(0)
    pairs = [(below[1], below[0]), (below[3], below[2]), (above[1], above[0]), (above[3], above[2])]
    for features, variance in pairs:
        p = int(features)
        formula = p / (n - p - 1) if p < n else n / (p - n - 1)
        assert formula == pytest.approx(variance, rel=0.03)
        # The variance at a fresh isotropic point is the squared norm of the pseudo-inverse.
        draws = [float((np.linalg.pinv(rng.normal(size=(int(n), p))) ** 2).sum()) for _ in range(40 if p < 50 else 6)]
        assert np.mean(draws) == pytest.approx(formula, rel=0.35 if p == 45 else 0.12)
