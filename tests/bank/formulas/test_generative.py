"""Generative models: densities, divergences and guidance, by integration, simulation and autograd."""

import math

import numpy as np
import pytest
import torch

from tests.bank.formulas.derivatives import jacobian
from tests.bank.formulas.stated import Array, Stated


def gaussian(x: Array, mean: float, variance: float) -> Array:
    return np.asarray(np.exp(-((x - mean) ** 2) / (2 * variance)) / math.sqrt(2 * math.pi * variance))


GRID = np.linspace(-15, 15, 30_001)
STEP = float(GRID[1] - GRID[0])


def test_variational_autoencoders() -> None:
    Stated("variational-autoencoders").says(
        r"$\tfrac12\sum_j(\mu_j^2 + \sigma_j^2 - 1 - \log\sigma_j^2)$",
        r"$z = \mu + \sigma\odot\epsilon$",
        r"\mathbb E_q[\log p_\theta(x|z)] - \mathrm{KL}(q_\phi(z|x)\,\|\,p(z))",
        r"+ \mathrm{KL}(q_\phi(z|x)\,\|\,p_\theta(z|x))",
    )  # fmt: skip
    mu, sigma = 0.7, 0.4
    q, prior = gaussian(GRID, mu, sigma**2), gaussian(GRID, 0, 1)
    inside = q > 1e-200
    kl = float((q[inside] * np.log(q[inside] / prior[inside])).sum() * STEP)
    assert kl == pytest.approx(0.5 * (mu**2 + sigma**2 - 1 - math.log(sigma**2)), rel=1e-6)
    # The decomposition on a model whose posterior is known: x = z + unit noise, observed at 1.5.
    x = 1.5
    likelihood, posterior = gaussian(GRID, x, 1), gaussian(GRID, x / 2, 0.5)
    evidence = math.log(float(gaussian(np.array([x]), 0, 2)[0]))
    reconstruction = float((q * np.log(likelihood)).sum() * STEP)
    gap = float((q[inside] * np.log(q[inside] / posterior[inside])).sum() * STEP)
    assert reconstruction - kl + gap == pytest.approx(evidence, rel=1e-5)
    # Reparameterised and score-function gradients agree in the mean; the latter varies more.
    noise = np.random.default_rng(0).normal(size=400_000)
    z = mu + sigma * noise
    path, score = 2 * z, z**2 * noise / sigma
    assert path.mean() == pytest.approx(2 * mu, rel=0.01)
    assert score.mean() == pytest.approx(2 * mu, rel=0.02)
    assert score.std() > path.std()


def test_diffusion_models() -> None:
    Stated("diffusion-models").says(
        r"x_t = \sqrt{\bar\alpha_t}\,x_0 + \sqrt{1-\bar\alpha_t}\;\epsilon",
        r"$\bar\alpha_t = \prod_{s\le t}(1-\beta_s)$",
        r"$\epsilon_\theta = -\sqrt{1-\bar\alpha_t}\,\nabla_{x_t}\log p_t(x_t)$", "say, $T = 1000$ steps",
    )  # fmt: skip
    rng = np.random.default_rng(0)
    betas = np.linspace(1e-4, 0.02, 1000)
    kept = np.cumprod(1 - betas)
    x = np.full(50_000, 2.0)
    for beta in betas[:300]:
        x = math.sqrt(1 - beta) * x + math.sqrt(beta) * rng.normal(size=x.size)
    assert x.mean() == pytest.approx(2 * math.sqrt(kept[299]), abs=0.02)
    assert x.var() == pytest.approx(1 - kept[299], rel=0.03)
    assert kept[-1] < 1e-4
    # The best predictor of the noise, by averaging, is minus the scaled score of the noisy data.
    t, data = 300, rng.choice([-1.0, 1.5], 1_000_000)
    noise = rng.normal(size=data.size)
    noisy = math.sqrt(kept[t]) * data + math.sqrt(1 - kept[t]) * noise
    for at in (-0.8, 0.1, 1.0):
        near = np.abs(noisy - at) < 0.02

        def log_density(y: float) -> float:
            means = math.sqrt(kept[t]) * np.array([-1.0, 1.5])
            return math.log(float(gaussian(means, y, 1 - kept[t]).mean()))

        score = (log_density(at + 1e-4) - log_density(at - 1e-4)) / 2e-4
        assert noise[near].mean() == pytest.approx(-math.sqrt(1 - kept[t]) * score, abs=0.04)


def test_classifier_free_guidance() -> None:
    Stated("classifier-free-guidance").says(
        r"\tilde\epsilon = \epsilon_\theta(x_t,\varnothing) + w\,\big(\epsilon_\theta(x_t,c)",
        r"- \epsilon_\theta(x_t,\varnothing)\big)",
        r"aim at $p(x)\,p(c|x)^w$", "With $w = 1$ this is the plain conditional model",
    )  # fmt: skip
    # Two classes; scores by differentiating the densities, before any noise is added.
    conditional, other = gaussian(GRID, 1, 1), gaussian(GRID, -1, 1.5)
    marginal = 0.5 * conditional + 0.5 * other
    posterior = 0.5 * conditional / marginal
    middle = np.abs(GRID) < 4

    def score(density: Array) -> Array:
        return np.asarray(np.gradient(np.log(density), STEP))

    for w in (1.0, 3.0):
        guided = score(marginal) + w * (score(conditional) - score(marginal))
        assert np.allclose(guided[middle], score(marginal * posterior**w)[middle], atol=1e-5)


def test_evaluating_generative_models() -> None:
    Stated("evaluating-generative-models").says(
        r"\mathrm{FID} = \lVert\mu_r-\mu_g\rVert^2 + \mathrm{Tr}\big(\Sigma_r+\Sigma_g-2(\Sigma_r\Sigma_g)^{1/2}\big)",
        "with few samples it comes out too high",
    )

    def fid(mean: Array, sigma: Array, other_mean: Array, other_sigma: Array) -> float:
        roots = np.sqrt(np.abs(np.linalg.eigvals(sigma @ other_sigma)))
        return float(((mean - other_mean) ** 2).sum() + np.trace(sigma) + np.trace(other_sigma) - 2 * roots.sum())

    # In one dimension it is the squared Wasserstein distance, from sorted quantiles.
    rng = np.random.default_rng(0)
    x, y = np.sort(rng.normal(0, 1, 400_000)), np.sort(rng.normal(1, 3, 400_000))
    one = fid(np.zeros(1), np.eye(1), np.ones(1), 9 * np.eye(1))
    assert one == pytest.approx(float(((x - y) ** 2).mean()), rel=0.02)
    estimates = []
    for size in (30, 3000):
        left, right = rng.normal(size=(size, 8)), rng.normal(size=(size, 8))
        estimates.append(fid(left.mean(0), np.cov(left.T), right.mean(0), np.cov(right.T)))
    assert estimates[0] > 10 * estimates[1] > 0


def test_normalising_flows() -> None:
    Stated("normalising-flows").says(
        r"\log p_X(x) = \log p_Z(f(x)) + \log\left|\det \frac{\partial f}{\partial x}\right|",
        r"y_b = x_b\odot e^{s(x_a)} + t(x_a)",
        r"$x_b = (y_b - t(y_a))\odot e^{-s(y_a)}$", r"The log-determinant is $\sum_i s_i(x_a)$",
    )  # fmt: skip

    def coupling(x: torch.Tensor) -> torch.Tensor:
        return torch.cat([x[:2], x[2:] * torch.tanh(x[:2]).exp() + x[:2] ** 2])

    x = torch.randn(4, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    slopes = jacobian(coupling, x)
    assert torch.allclose(torch.linalg.slogdet(slopes)[1], torch.tanh(x[:2]).sum())
    y = coupling(x)
    assert torch.allclose((y[2:] - y[:2] ** 2) * torch.exp(-torch.tanh(y[:2])), x[2:])
    # The change of variables gives a density: pushed through the flow it still integrates to one.
    stretched = np.sinh(GRID)
    slope = np.gradient(stretched, GRID)
    assert float((gaussian(stretched, 0, 1) * slope).sum() * STEP) == pytest.approx(1, abs=1e-4)


def test_gans() -> None:
    Stated("gans").says(
        r"$p_\text{data}/(p_\text{data}+p_G)$",
        "minimising the Jensen-Shannon divergence",
        "$D$ outputs one half everywhere",
    )
    data, fake = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.2, 0.6])

    def value(d: Array) -> float:
        return float((data * np.log(d) + fake * np.log(1 - d)).sum())

    best = data / (data + fake)
    rng = np.random.default_rng(0)
    assert all(value(rng.uniform(0.01, 0.99, 3)) <= value(best) for _ in range(300))
    mean = (data + fake) / 2
    divergence = 0.5 * float((data * np.log(data / mean) + fake * np.log(fake / mean)).sum())
    assert value(best) == pytest.approx(2 * divergence - math.log(4))


def test_gan_training_instability() -> None:
    Stated("gan-training-instability").says(
        r"On $\min_x\max_y xy$, simultaneous gradient descent-ascent spirals outwards"
    )
    x, y, radii = 1.0, 0.0, []
    for _ in range(50):
        x, y = x - 0.1 * y, y + 0.1 * x
        radii.append(math.hypot(x, y))
    assert radii == sorted(radii)
    assert radii[-1] > 1.2


def test_latent_diffusion() -> None:
    stated = Stated("latent-diffusion")
    image = stated.numbers(r"maps a $#\times#\times#$ image")
    latent = stated.numbers(r"image to $#\times#\times#$:")
    values, positions = stated.numbers("# times fewer values and # times fewer positions")
    assert math.prod(image) / math.prod(latent) == values
    assert math.prod(image[:2]) / math.prod(latent[:2]) == positions


def test_boltzmann_machines() -> None:
    Stated("boltzmann-machines").says(
        r"$E=-a^\top v-b^\top h-v^\top Wh$", r"$p(h_j=1\mid v)=\sigma\big(b_j+\sum_i v_iW_{ij}\big)$",
        r"\langle v_ih_j\rangle_{\text{data}}-\langle v_ih_j\rangle_{\text{model}}",
    )  # fmt: skip
    generator = torch.Generator().manual_seed(1)
    a, b, w = (torch.randn(*shape, dtype=torch.float64, generator=generator) for shape in ((3,), (2,), (3, 2)))
    w.requires_grad_()
    visible = torch.cartesian_prod(*[torch.tensor([0.0, 1.0], dtype=torch.float64)] * 3)
    hidden = torch.cartesian_prod(*[torch.tensor([0.0, 1.0], dtype=torch.float64)] * 2)
    score = (visible @ a)[:, None] + (hidden @ b)[None] + visible @ w @ hidden.T
    joint = torch.softmax(score.flatten(), 0).reshape(8, 4)
    (gradient,) = torch.autograd.grad(joint[5].sum().log(), w, retain_graph=True)
    clamped = joint[5] / joint[5].sum()
    assert torch.allclose((clamped[:, None] * hidden).sum(0), torch.sigmoid(b + visible[5] @ w))
    of_data = torch.outer(visible[5], (clamped[:, None] * hidden).sum(0))
    of_model = torch.einsum("vh,vi,hj->ij", joint, visible, hidden)
    assert torch.allclose(gradient, of_data - of_model)
