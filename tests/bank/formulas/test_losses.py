"""Losses: their gradients against autograd, their figures and optima computed another way."""

import math

import numpy as np
import pytest
import torch
from torch.nn import functional as F  # noqa: N812 - torch's own name for it

from tests.bank.formulas.derivatives import hessian
from tests.bank.formulas.stated import Stated


def softmax(z: torch.Tensor) -> torch.Tensor:
    return z.exp() / z.exp().sum(-1, keepdim=True)


def test_softmax_cross_entropy() -> None:
    Stated("softmax-cross-entropy").says(
        r"$\partial L/\partial z_i=p_i-y_i$",
        r"$\log\sum_j e^{z_j}=m+\log\sum_j e^{z_j-m}$",
        "soft targets that sum to one",
    )
    z = torch.randn(5, dtype=torch.float64, generator=torch.Generator().manual_seed(0), requires_grad=True)
    for target in (torch.eye(5, dtype=torch.float64)[2], torch.tensor([0.1, 0.2, 0.3, 0.4, 0.0], dtype=torch.float64)):
        (gradient,) = torch.autograd.grad(-(target * softmax(z).log()).sum(), z)
        assert torch.allclose(gradient, softmax(z) - target)
    assert torch.allclose(softmax(z), softmax(z + 7.0))
    # Confidently wrong: about -1 for the true class and +1 for the other; the squared error barely moves.
    wrong = torch.tensor([12.0, 0.0], dtype=torch.float64, requires_grad=True)
    (gradient,) = torch.autograd.grad(F.cross_entropy(wrong[None], torch.tensor([1])), wrong)
    assert gradient.tolist() == pytest.approx([1.0, -1.0], abs=1e-4)
    (gradient,) = torch.autograd.grad(((softmax(wrong) - torch.tensor([0.0, 1.0])) ** 2).sum(), wrong)
    assert gradient.abs().max() < 1e-4


def test_log_sum_exp_stability() -> None:
    stated = Stated("log-sum-exp-stability")
    single, half = stated.numbers("overflows beyond about # in float32 and # in float16")
    assert math.log(float(np.finfo(np.float32).max)) == pytest.approx(single, abs=0.05)
    assert math.log(float(np.finfo(np.float16).max)) == pytest.approx(half, abs=0.05)
    stated.says(r"\max(z,0)-zy+\log\!\big(1+e^{-|z|}\big)", r"$s=s_1e^{m_1-m}+s_2e^{m_2-m}$")
    z = torch.linspace(-200, 200, 41, dtype=torch.float64)
    for label in (0.0, 1.0):
        ours = z.clamp(min=0) - z * label + torch.log1p(torch.exp(-z.abs()))
        theirs = F.binary_cross_entropy_with_logits(z, torch.full_like(z, label), reduction="none")
        assert torch.allclose(ours, theirs)
    # The figure in the answer: logits 0 and 200 in float32, first naively, then directly.
    logits = torch.tensor([0.0, stated.number("for logits $(0,#)$ the first")])
    assert torch.softmax(logits, 0).log()[0] == -math.inf
    assert float(logits[0] - torch.logsumexp(logits, 0)) == stated.number("the direct route returns $#$")
    left, right = np.array([3.0, 900.0]), np.array([905.0, -4.0])
    m1, m2 = left.max(), right.max()
    m = max(m1, m2)
    s = np.exp(left - m1).sum() * np.exp(m1 - m) + np.exp(right - m2).sum() * np.exp(m2 - m)
    assert m + math.log(s) == pytest.approx(float(torch.logsumexp(torch.tensor([*left, *right]), 0)))


def test_logistic_regression() -> None:
    stated = Stated("logistic-regression")
    stated.says(r"$\nabla_w=\frac1n X^\top(p-y)$", r"$\frac1n X^\top S X$ with $S=\mathrm{diag}(p_i(1-p_i))$")
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(30, 4, dtype=torch.float64, generator=generator)
    y = (torch.rand(30, generator=generator) > 0.5).double()
    w = torch.randn(4, dtype=torch.float64, generator=generator, requires_grad=True)

    def loss(weights: torch.Tensor) -> torch.Tensor:
        return F.binary_cross_entropy(torch.sigmoid(x @ weights), y)

    p = torch.sigmoid(x @ w)
    (gradient,) = torch.autograd.grad(loss(w), w)
    assert torch.allclose(gradient, x.T @ (p - y) / 30)
    curvature = hessian(loss, w)
    assert torch.allclose(curvature, x.T @ torch.diag(p * (1 - p)) @ x / 30)
    assert torch.linalg.eigvalsh(curvature).min() > 0
    confident, signal, damping = stated.numbers(
        r"With $p=#$ and $y=0$ the signal is #; with squared error an extra $p(1-p)\approx #$"
    )
    assert confident == signal
    assert confident * (1 - confident) == pytest.approx(damping, rel=0.01)


def test_choosing_a_loss() -> None:
    stated = Stated("choosing-a-loss")
    targets = np.array(stated.numbers("For the targets #, #, # and # the best"))
    constants = np.linspace(0, 100, 20001)
    squared = ((targets[:, None] - constants) ** 2).sum(0)
    absolute = np.abs(targets[:, None] - constants).sum(0)
    assert constants[squared.argmin()] == pytest.approx(stated.number("best constant is # under"), abs=0.01)
    best = constants[absolute < absolute.min() + 1e-9]
    assert (best.min(), best.max()) == pytest.approx(stated.numbers("anything from # to # under absolute error"))


def test_label_smoothing() -> None:
    stated = Stated("label-smoothing")
    epsilon, classes, true, other = stated.numbers(
        r"with $\epsilon=#$ and $K=#$ the true class gets # and every other #"
    )
    target = torch.full((int(classes),), epsilon / classes, dtype=torch.float64)
    target[0] += 1 - epsilon
    assert (float(target[0]), float(target[1])) == pytest.approx((true, other))
    # The optimum by minimisation over the gap, not by the formula.
    gaps = torch.linspace(0, 20, 200001, dtype=torch.float64)
    normaliser = torch.log(gaps.exp() + classes - 1)
    losses = -(target[0] * (gaps - normaliser) + (1 - target[0]) * -normaliser)
    inner, gap = stated.numbers(r"here $\log #\approx #$")
    assert float(gaps[losses.argmin()]) == pytest.approx(math.log(inner), abs=1e-3)
    assert math.log(inner) == pytest.approx(gap, abs=0.05)
    assert float(losses.min()) == pytest.approx(stated.number("the entropy of $q$, about # nats"), abs=0.01)
    logits = torch.randn(1, int(classes), dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    theirs = F.cross_entropy(logits, torch.tensor([0]), label_smoothing=epsilon)
    assert torch.allclose(theirs, -(target * logits.log_softmax(-1)).sum())


def test_object_detection() -> None:
    stated = Stated("object-detection")
    stated.says(r"$-(1-p_t)^\gamma\log p_t$")
    p = torch.linspace(0.01, 0.99, 50, dtype=torch.float64)
    focal = -((1 - p) ** 2) * p.log()
    assert torch.allclose(-((1 - p) ** 0) * p.log(), F.binary_cross_entropy(p, torch.ones_like(p), reduction="none"))
    easy, hard = focal[-1] / -p.log()[-1], focal[0] / -p.log()[0]
    assert easy < 0.001 < 0.9 < hard
    # Two boxes, their overlap counted in cells.
    side, shift = stated.numbers("two # by 10 boxes shifted by #")
    overlap, union, iou = stated.numbers("have $#/# = #$")
    cells = np.zeros((2, 40, 40), bool)
    cells[0, : int(side), : int(side)] = True
    cells[1, : int(side), int(shift) : int(side + shift)] = True
    assert ((cells[0] & cells[1]).sum(), (cells[0] | cells[1]).sum()) == (overlap, union)
    assert overlap / union == pytest.approx(iou, abs=0.005)


def test_knowledge_distillation() -> None:
    Stated("knowledge-distillation").says(r"L = \alpha\,T^2\,\mathrm{KL}", "shrink roughly as $1/T^2$")
    generator = torch.Generator().manual_seed(3)
    teacher = torch.randn(10, dtype=torch.float64, generator=generator)
    student = torch.randn(10, dtype=torch.float64, generator=generator, requires_grad=True)

    def gradient_norm(temperature: float) -> float:
        target = softmax(teacher / temperature)
        kl = (target * (target.log() - softmax(student / temperature).log())).sum()
        (gradient,) = torch.autograd.grad(kl, student)
        assert torch.allclose(gradient, (softmax(student / temperature) - target) / temperature)
        return float(gradient.norm())

    assert gradient_norm(40) / gradient_norm(80) == pytest.approx(4, rel=0.05)
    assert 80**2 * gradient_norm(80) == pytest.approx(40**2 * gradient_norm(40), rel=0.05)


def test_text_embeddings() -> None:
    Stated("text-embeddings").says(
        r"-\log\frac{e^{s(q,d^+)/\tau}}{e^{s(q,d^+)/\tau}+\sum_j e^{s(q,d_j^-)/\tau}}",
        "a batch of $B$ gives $B-1$ each",
    )
    generator = torch.Generator().manual_seed(4)
    queries, documents = (F.normalize(torch.randn(16, 8, dtype=torch.float64, generator=generator)) for _ in range(2))
    scores = queries @ documents.T / 0.05
    own = scores.diag().exp()
    others = scores.exp().sum(1) - own
    assert torch.allclose((-torch.log(own / (own + others))).mean(), F.cross_entropy(scores, torch.arange(16)))
    # InfoNCE bounds mutual information: for correlated Gaussians log B - loss stays below -log(1-r^2)/2.
    r, batch = 0.9, 512
    x = torch.randn(batch, generator=generator, dtype=torch.float64)
    y = r * x + math.sqrt(1 - r * r) * torch.randn(batch, generator=generator, dtype=torch.float64)
    density_ratio = -((y[None] - r * x[:, None]) ** 2) / (2 * (1 - r * r)) + y[None] ** 2 / 2
    bound = math.log(batch) - float(F.cross_entropy(density_ratio, torch.arange(batch)))
    assert 0.6 < bound < -0.5 * math.log(1 - r * r) + 0.05


def test_contrastive_learning() -> None:
    Stated("contrastive-learning").says(
        "the $2N - 2$ other views", "with a low $\\tau$ nearly all repulsion goes to the hardest"
    )
    generator = torch.Generator().manual_seed(5)
    similarities = torch.rand(2 * 64 - 2, dtype=torch.float64, generator=generator, requires_grad=True)
    shares = []
    for temperature in (0.05, 0.5):
        logits = torch.cat([torch.tensor([0.9], dtype=torch.float64), similarities]) / temperature
        (pull,) = torch.autograd.grad(F.cross_entropy(logits[None], torch.tensor([0])), similarities)
        # The weight on a negative is its softmax probability, over the temperature.
        assert torch.allclose(pull, softmax(logits)[1:] / temperature)
        shares.append(float(pull.sort().values[-13:].sum() / pull.sum()))
    assert shares[0] > 0.8 > 0.25 > shares[1]


def test_metric_learning_triplet_loss() -> None:
    stated = Stated("metric-learning-triplet-loss")
    stated.says(r"L = \max\big(0,\; d(a,p) - d(a,n) + m\big)", "the loss sits at $m$")
    margin = stated.number("by the margin $m$, for instance # with squared distances")
    generator = torch.Generator().manual_seed(6)
    a, p, n = (F.normalize(torch.randn(9, 4, generator=generator, dtype=torch.float64)) for _ in range(3))
    ours = ((a - p).pow(2).sum(1) - (a - n).pow(2).sum(1) + margin).clamp(min=0).mean()

    def squared(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
        return (left - right).pow(2).sum(1)

    theirs = F.triplet_margin_with_distance_loss(a, p, n, distance_function=squared, margin=margin)
    assert torch.allclose(ours, theirs)
    assert float(
        F.triplet_margin_with_distance_loss(a, a, a, distance_function=squared, margin=margin)
    ) == pytest.approx(margin)
