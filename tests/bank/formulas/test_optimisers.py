"""Optimisers: their update rules against torch.optim, their stability limits and rates by iterating them."""

import math

import numpy as np
import pytest
import torch

from tests.bank.formulas.stated import Array, Stated


def quadratic(
    rate: float, curvature: float, momentum: float = 0.0, steps: int = 400, look_ahead: bool = False
) -> float:
    """Return how far `steps` of (Nesterov) momentum descent on curvature w²/2 end from the minimum, from w=1."""
    w, v = 1.0, 0.0
    for _ in range(steps):
        at = w - rate * momentum * v if look_ahead else w
        v = momentum * v + curvature * at
        w -= rate * v
    return abs(w)


def radius(*matrix: tuple[float, float]) -> float:
    return float(np.abs(np.linalg.eigvals(np.array(matrix))).max())


def test_gradient_descent() -> None:
    stated = Stated("gradient-descent")
    low, high = stated.numbers(r"any $#<\eta<#$ converges")
    assert (low, stated.number(r"any $\eta > #$ diverges")) == (0, high)
    assert quadratic(high - 0.05, 1.0) < 1e-3
    assert quadratic(high + 0.05, 1.0) > 1e3


def test_learning_rate_too_high_or_low() -> None:
    stated = Stated("learning-rate-too-high-or-low")
    stated.says(r"$\eta > 2/\lambda_{\max}$")
    curvature, fine, too_high = stated.numbers(r"With $\lambda=#$, # still converges and # blows up")
    assert fine < 2 / curvature < too_high
    assert quadratic(fine, curvature) < 1e-3
    assert quadratic(too_high, curvature) > 1e3


def test_momentum_and_nesterov() -> None:
    stated = Stated("momentum-and-nesterov")
    stated.says(
        r"w_{t+1}=(1+\mu-\eta\lambda)\,w_t-\mu\,w_{t-1}", r"$\eta\lambda<2(1+\mu)$", r"$\sqrt{\mu(1-\eta\lambda)}$",
        r"$(\sqrt\kappa-1)/(\sqrt\kappa+1)$", r"$g/(1-\mu)$",
    )  # fmt: skip
    mu, rate, curvature = 0.9, 0.1, 1.0
    # The state (w, v) is multiplied by one matrix a step; its spectral radius is the factor per step.
    assert radius((1 - rate * curvature, -rate * mu), (curvature, mu)) == pytest.approx(math.sqrt(mu))
    inner = curvature * (1 - 0), -rate * mu * curvature
    nesterov = radius((1 - rate * inner[0], -rate * (mu + inner[1])), (inner[0], mu + inner[1]))
    assert nesterov == pytest.approx(math.sqrt(mu * (1 - rate * curvature)))
    assert quadratic(2 * (1 + mu) - 0.02, 1.0, mu) < 1 < quadratic(2 * (1 + mu) + 0.02, 1.0, mu)
    assert quadratic(0.1, 1.0, 0.9, 60, look_ahead=True) < quadratic(0.1, 1.0, 0.9, 60)
    # The best settings for condition number 10^4, searched on a grid rather than taken from the formula.
    kappa, power = 100.0, stated.number(r"for condition number $\kappa=10^#$ the steps needed scale with")
    assert math.sqrt(10**power) == stated.number("the steps needed scale with # rather than")
    best = min(
        max(radius((1 - eta * c, -eta * m), (c, m)) for c in (1.0, kappa))
        for m in np.linspace(0.5, 0.8, 61)
        for eta in np.linspace(0.015, 0.04, 61)
    )
    assert best == pytest.approx((math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1), abs=0.01)


def test_adam_vs_sgd_momentum() -> None:
    Stated("adam-vs-sgd-momentum").says(
        r"$u \leftarrow \mu u + g$", r"divided by $1-\beta_1^t$ and $1-\beta_2^t$",
        r"$\theta \leftarrow \theta - \eta\,\hat m/(\sqrt{\hat v}+\epsilon)$",
    )  # fmt: skip
    theirs = torch.nn.Parameter(torch.ones(3, dtype=torch.float64))
    adam = torch.optim.Adam([theirs], lr=0.01)
    ours, m, v = torch.ones(3, dtype=torch.float64), torch.zeros(3), torch.zeros(3)
    generator = torch.Generator().manual_seed(0)
    for step in range(1, 20):
        g = torch.randn(3, dtype=torch.float64, generator=generator) * torch.tensor([1e-2, 1.0, 1e3])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        ours = ours - 0.01 * (m / (1 - 0.9**step)) / ((v / (1 - 0.999**step)).sqrt() + 1e-8)
        theirs.grad = g
        adam.step()
        assert torch.allclose(ours, theirs.detach())
        # Bias correction is exact in expectation: the weights of the average sum to what is divided out.
        assert sum(0.1 * 0.9**k for k in range(step)) == pytest.approx(1 - 0.9**step)


def test_adamw_weight_decay() -> None:
    Stated("adamw-weight-decay").says(
        r"- \eta\,\hat m/(\sqrt{\hat v}+\epsilon) - \eta\lambda\theta$",
        r"$\theta \leftarrow (1-\eta\lambda)\theta - \eta g$",
    )

    def shrinkage(kind: type[torch.optim.SGD | torch.optim.Adam | torch.optim.AdamW], scale: float) -> float:
        """Return how much more a weight shrank with decay than without, gradients alternating around zero."""
        ends = []
        for decay in (0.0, 0.1):
            weight = torch.nn.Parameter(torch.ones(1, dtype=torch.float64))
            optimiser = kind([weight], lr=0.01, weight_decay=decay)
            for step in range(200):
                weight.grad = torch.full((1,), scale * (-1.0) ** step, dtype=torch.float64)
                optimiser.step()
            ends.append(float(weight.detach()))
        return ends[0] - ends[1]

    factor = 1 - (1 - 0.01 * 0.1) ** 200
    assert shrinkage(torch.optim.SGD, 1.0) == pytest.approx(factor, rel=0.05)
    assert shrinkage(torch.optim.AdamW, 1.0) == pytest.approx(factor, rel=0.05)
    assert shrinkage(torch.optim.AdamW, 100.0) == pytest.approx(factor, rel=0.05)
    # With L2 inside Adam the decay is divided by the size of the gradients.
    assert shrinkage(torch.optim.Adam, 100.0) < factor / 20


def test_batch_vs_stochastic_gradient_descent() -> None:
    stated = Stated("batch-vs-stochastic-gradient-descent")
    small, large, cost, gain = (
        *stated.numbers("going from # examples to # costs"),
        *stated.numbers("costs # times as much"),
        10.0,
    )
    stated.says("only ten times more precise", "with a million examples")
    assert large / small == cost == gain**2
    batch, updates = stated.numbers("a batch of #, one epoch gives # updates")
    assert 1_000_000 / batch == updates
    losses = np.random.default_rng(0).normal(size=(400, 2500))
    spread = losses[:, :25].mean(1).std() / losses.mean(1).std()
    assert spread == pytest.approx(10, rel=0.1)


def test_batch_size_tradeoffs() -> None:
    stated = Stated("batch-size-tradeoffs")
    stated.says(r"$B_{\text{noise}}=\operatorname{tr}(\Sigma)/\lVert G\rVert^2$", r"$(S/S_{\min}-1)(E/E_{\min}-1)=1$")
    # The best step along a noisy gradient gains G⁴/(G'HG + tr(HΣ)/B): with H=I the steps go as 1 + B_noise/B.
    rng = np.random.default_rng(1)
    gradient, noise = np.array([1.0, -2.0, 0.5]), np.array([3.0, 1.0, 6.0])
    critical = (noise**2).sum() / (gradient**2).sum()

    def best_gain(batch: int) -> float:
        estimates = gradient + rng.normal(size=(40000, 3)) * noise / math.sqrt(batch)
        along, square = (estimates @ gradient).mean(), (estimates**2).sum(1).mean()
        return float(along**2 / (2 * square))

    full = (gradient**2).sum() / 2
    for batch in (2, 8, 32):
        steps = full / best_gain(batch)
        examples = steps * batch / critical
        assert (steps - 1) * (examples - 1) == pytest.approx(1, rel=0.1)


def test_learning_rate_schedules() -> None:
    Stated("learning-rate-schedules").says(
        r"$\eta_t = \eta_{\min} + \tfrac12(\eta_{\max}-\eta_{\min})(1+\cos(\pi t/T))$", "still has half the peak rate"
    )
    optimiser = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, T_max=50, eta_min=0.01)
    for t in range(51):
        stated_rate = 0.01 + 0.5 * (0.3 - 0.01) * (1 + math.cos(math.pi * t / 50))
        assert optimiser.param_groups[0]["lr"] == pytest.approx(stated_rate)
        optimiser.step()
        schedule.step()
    assert 0.5 * 0.3 * (1 + math.cos(math.pi * 25 / 50)) == pytest.approx(0.15)


def test_exploding_gradients_and_clipping() -> None:
    Stated("exploding-gradients-and-clipping").says(
        r"if $\|g\|>c$ replace $g$ by $c\,g/\|g\|$", "a gradient that is already NaN"
    )
    parts = [torch.nn.Parameter(torch.zeros(3)), torch.nn.Parameter(torch.zeros(2, 2))]
    gradients = [torch.tensor([3.0, -4.0, 1.0]), torch.full((2, 2), 2.0)]
    for part, gradient in zip(parts, gradients, strict=True):
        part.grad = gradient.clone()
    norm = torch.cat([gradient.flatten() for gradient in gradients]).norm()
    torch.nn.utils.clip_grad_norm_(parts, 1.0)
    for part, gradient in zip(parts, gradients, strict=True):
        assert part.grad is not None
        assert torch.allclose(part.grad, gradient / norm, atol=1e-6)
    bent = gradients[0].clamp(-1, 1)
    assert torch.cosine_similarity(bent, gradients[0], dim=0) < 0.97
    parts[0].grad = torch.tensor([math.nan, 0.0, 0.0])
    parts[1].grad = torch.ones(2, 2)
    torch.nn.utils.clip_grad_norm_(parts, 1.0)
    assert torch.isnan(parts[1].grad).all()


def test_second_order_methods() -> None:
    stated = Stated("second-order-methods")
    stated.says(r"the step is $S^{-1}GA^{-1}$", "$L^{-1/4}GR^{-1/4}$", "this gives $UV^\\top$")
    side, digits, exponent = stated.numbers(
        r"For a # by 4096 layer that is two 4096-square matrices in place of one with $#\cdot10^{#}$"
    )
    assert side**4 == pytest.approx(digits * 10**exponent, rel=0.01)
    rng = np.random.default_rng(2)
    g, half_s, half_a = rng.normal(size=(3, 4)), rng.normal(size=(3, 3)), rng.normal(size=(4, 4))
    s, a = half_s @ half_s.T + np.eye(3), half_a @ half_a.T + np.eye(4)
    whole = np.linalg.solve(np.kron(a, s), g.flatten(order="F")).reshape(3, 4, order="F")
    assert np.allclose(whole, np.linalg.inv(s) @ g @ np.linalg.inv(a))
    square = rng.normal(size=(4, 4))

    def inverse_fourth_root(
        matrix: Array,
    ) -> Array:
        values, vectors = np.linalg.eigh(matrix)
        return np.asarray(vectors @ np.diag(values**-0.25) @ vectors.T)

    shampoo = inverse_fourth_root(square @ square.T) @ square @ inverse_fourth_root(square.T @ square)
    u, _, vt = np.linalg.svd(square)
    assert np.allclose(shampoo, u @ vt)


def test_challenges_of_training_deep_networks() -> None:
    stated = Stated("challenges-of-training-deep-networks")
    base, power, digits, exponent = stated.numbers(r"$#^{#}\approx #\cdot10^{#}$")
    chain = torch.nn.Sequential(*(torch.nn.Linear(1, 1, bias=False, dtype=torch.float64) for _ in range(int(power))))
    for weight in chain.parameters():
        torch.nn.init.constant_(weight, base)
    x = torch.ones(1, dtype=torch.float64, requires_grad=True)
    (gradient,) = torch.autograd.grad(chain(x).sum(), x)
    assert float(gradient) == pytest.approx(digits * 10**exponent, rel=0.15)
