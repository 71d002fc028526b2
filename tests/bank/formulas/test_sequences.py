"""Recurrent and graph networks, reinforcement learning and first principles: gradients by autograd, the rest run."""

import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's own name for it

from tests.bank.formulas.derivatives import jacobian
from tests.bank.formulas.stated import Array, Stated


def normal(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def test_backpropagation_through_time() -> None:
    stated = Stated("backpropagation-through-time")
    stated.says(r"\prod_{i=k+1}^{t}\mathrm{diag}(1-h_i^2)\,W", r"most $\sigma_{\max}(W)^{t-k}$")
    w, u, xs = normal(4, 4, seed=1), normal(4, 2, seed=2), normal(7, 2, seed=3)
    w = 0.9 * w / torch.linalg.matrix_norm(w, 2)
    w.requires_grad_()
    states = [normal(4, seed=4)]
    for x in xs:
        states.append(torch.tanh(w @ states[-1] + u @ x))
    (total,) = torch.autograd.grad(states[-1].sum(), w)

    def influence(k: int, t: int) -> torch.Tensor:
        product = torch.eye(4, dtype=torch.float64)
        for i in range(k + 1, t + 1):
            product = torch.diag(1 - states[i] ** 2) @ w @ product
        return product.detach()

    summed = torch.zeros(4, 4, dtype=torch.float64)
    for k in range(1, 8):
        immediate = (torch.ones(4, dtype=torch.float64) @ influence(k, 7)) * (1 - states[k] ** 2)
        summed += torch.outer(immediate, states[k - 1]).detach()
        assert torch.linalg.matrix_norm(influence(k, 7), 2) <= 0.9 ** (7 - k) + 1e-12
    assert torch.allclose(total, summed)
    low, span, low_digits, low_power = stated.numbers(r"$#^{#}\approx #\cdot10^{#}$ and")
    high, steps, high_digits, high_power = stated.numbers(r"and $#^{#}\approx #\cdot10^{#}$")
    assert math.prod([low] * int(span)) == pytest.approx(low_digits * 10**low_power, rel=0.03)
    assert math.prod([high] * int(steps)) == pytest.approx(high_digits * 10**high_power, rel=0.03)


def test_lstm_gates() -> None:
    stated = Stated("lstm-gates")
    stated.says(
        r"$c_t=f_t\odot c_{t-1}+i_t\odot g_t,\qquad h_t=o_t\odot\tanh(c_t).$",
        r"$\partial c_t/\partial c_{t-1}=\mathrm{diag}(f_t)$",
    )
    cell = nn.LSTMCell(3, 5, dtype=torch.float64)
    x, h, c = normal(1, 3, seed=1), normal(1, 5, seed=2), normal(1, 5, seed=3).requires_grad_()
    gates = F.linear(x, cell.weight_ih, cell.bias_ih) + F.linear(h, cell.weight_hh, cell.bias_hh)
    i, f, g, o = gates.chunk(4, 1)
    new_cell = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    hidden, theirs = cell(x, (h, c))
    assert torch.allclose(new_cell, theirs)
    assert torch.allclose(torch.sigmoid(o) * torch.tanh(new_cell), hidden)
    slopes = jacobian(lambda at: cell(x, (h, at))[1][0], c)
    assert torch.allclose(slopes, torch.diag(torch.sigmoid(f)[0]))
    base, steps, digits, power = stated.numbers(r"$#^{#}\approx #\cdot10^{#}$")
    assert base**steps == pytest.approx(digits * 10**power, rel=0.15)


def test_lstm_vs_gru() -> None:
    stated = Stated("lstm-vs-gru")
    stated.says(r"h_t = (1-z_t)\odot h_{t-1} + z_t\odot\tilde h_t", "Some texts swap the roles of $z$ and $1-z$")
    inputs, units, gru, lstm = stated.numbers("with # inputs and # units, # against # million")
    sizes = []
    for kind in (nn.GRU, nn.LSTM):
        layer = kind(int(inputs), int(units), bias=False, device="meta")
        sizes.append(sum(parameter.numel() for parameter in layer.parameters()) / 1e6)
    assert sizes == pytest.approx([gru, lstm], abs=0.005)
    assert 100 * (1 - sizes[0] / sizes[1]) == stated.number("so # per cent fewer parameters")
    # With the gate at "keep" the state passes unchanged; the library's z is the other one.
    cell = nn.GRUCell(2, 3, dtype=torch.float64)
    with torch.no_grad():
        cell.bias_ih[3:6] = 50.0
    state = normal(1, 3, seed=1)
    assert torch.allclose(cell(normal(1, 2, seed=2), state), state)


def test_state_space_models() -> None:
    Stated("state-space-models").says(
        r"h_t=\bar A h_{t-1}+\bar B x_t,\qquad y_t = C h_t .",
        r"$(C\bar B, C\bar A\bar B, C\bar A^2\bar B,\dots)$",
        "so a parallel scan works",
    )
    rng = np.random.default_rng(0)
    a, b, c, x = 0.3 * rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal(size=3), rng.normal(size=40)
    h, outputs = np.zeros(3), []
    for value in x:
        h = a @ h + b * value
        outputs.append(c @ h)
    kernel = np.array([c @ np.linalg.matrix_power(a, k) @ b for k in range(40)])
    by_fft = np.fft.irfft(np.fft.rfft(x, 80) * np.fft.rfft(kernel, 80), 80)[:40]
    assert np.allclose(by_fft, outputs)
    # Steps with coefficients of their own compose, and the composition is associative.
    steps = [(rng.normal(), rng.normal()) for _ in range(3)]

    def then(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
        return second[0] * first[0], second[0] * first[1] + second[1]

    left, right = then(then(steps[0], steps[1]), steps[2]), then(steps[0], then(steps[1], steps[2]))
    assert left == pytest.approx(right)


def test_fourier_transform() -> None:
    stated = Stated("fourier-transform")
    stated.says(r"$X_k=\sum_{n=0}^{N-1}x_n e^{-2\pi i kn/N}$", "multiplies their spectra pointwise")
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=16), rng.normal(size=16)
    n = np.arange(16)
    matrix = np.exp(-2j * math.pi * np.outer(n, n) / 16)
    assert np.allclose(matrix @ x, np.fft.fft(x))
    circular = np.array([(x * y[(k - n) % 16]).sum() for k in n])
    assert np.allclose(np.fft.ifft(np.fft.fft(x) * np.fft.fft(y)).real, circular)
    millions, power = stated.numbers("about # million instead of $10^{#}$ for a million samples")
    assert 1e6 * math.log2(1e6) == pytest.approx(millions * 1e6, rel=0.01)
    assert 10**power == 1e6**2
    window, hertz = stated.numbers("at # ms, frequencies are resolved to about # Hz")
    assert np.fft.rfftfreq(int(16 * window), 1 / 16_000)[1] == pytest.approx(hertz)


def test_word_embeddings() -> None:
    Stated("word-embeddings").says(
        r"\log\sigma(u_c^\top v_w)+\sum_{i=1}^{k}\log\sigma(-u_{n_i}^\top v_w)", "shifted pointwise mutual information"
    )
    # Trained freely on counts, the score of a pair becomes its PMI less log k.
    counts = np.array([[40.0, 5, 15], [10, 60, 20], [20, 10, 120]])
    joint = counts / counts.sum()
    noise, negatives = joint.sum(0), 5
    score = np.zeros((3, 3))
    for _ in range(2000):
        p = 1 / (1 + np.exp(-score))
        score += 4 * (joint * (1 - p) - negatives * np.outer(joint.sum(1), noise) * p)
    pmi = np.log(joint / np.outer(joint.sum(1), noise))
    assert np.allclose(score, pmi - math.log(negatives), atol=1e-3)


def test_message_passing() -> None:
    Stated("message-passing").says(
        r"$1/\sqrt{d_ud_v}$",
        "a ring of six nodes and two triangles look identical",
        "Renumbering the nodes then merely permutes the outputs",
    )
    rng = np.random.default_rng(0)
    adjacency = np.triu(rng.random((6, 6)) < 0.5, 1).astype(float)
    adjacency += adjacency.T + np.eye(6)
    degrees = adjacency.sum(1)
    x, w, order = rng.normal(size=(6, 3)), rng.normal(size=(3, 2)), rng.permutation(6)

    def layer(a: Array, features: Array) -> Array:
        root = np.diag(a.sum(1) ** -0.5)
        return np.asarray(root @ a @ root @ features @ w)

    by_node = [
        sum(x[u] / math.sqrt(degrees[u] * degrees[v]) for u in range(6) if adjacency[u, v]) @ w for v in range(6)
    ]
    assert np.allclose(layer(adjacency, x), np.array(by_node))
    assert np.allclose(layer(adjacency[np.ix_(order, order)], x[order]), layer(adjacency, x)[order])
    ring, triangles = np.zeros((6, 6)), np.zeros((6, 6))
    for node in range(6):
        ring[node, (node + 1) % 6] = ring[(node + 1) % 6, node] = 1
        triangles[node, [other for other in range(6) if other // 3 == node // 3 and other != node]] = 1
    colours = np.ones((6, 1))
    for _ in range(4):
        assert np.array_equal(ring @ colours, triangles @ colours)
        colours = np.tanh(ring @ colours)
    assert not np.allclose(np.linalg.eigvalsh(ring), np.linalg.eigvalsh(triangles))


def test_over_smoothing() -> None:
    Stated("over-smoothing").says(
        r"eigenvalues in $(-1,1]$ with self-loops",
        "it is scaled by the square root of the degree",
        "all nodes of a component get the same vector",
    )
    rng = np.random.default_rng(1)
    path = np.eye(9, k=1, dtype=bool)
    adjacency = np.triu((rng.random((9, 9)) < 0.3) | path, 1).astype(float)
    adjacency += adjacency.T + np.eye(9)
    degrees = adjacency.sum(1)
    symmetric = adjacency / np.sqrt(np.outer(degrees, degrees))
    values = np.linalg.eigvalsh(symmetric)
    assert -1 < values.min() < values.max() == pytest.approx(1)
    x = rng.normal(size=9)
    far = np.linalg.matrix_power(symmetric, 400) @ x
    assert np.ptp(far / np.sqrt(degrees)) == pytest.approx(0, abs=1e-9)
    averaged = np.linalg.matrix_power(adjacency / degrees[:, None], 400) @ x
    assert np.ptp(averaged) == pytest.approx(0, abs=1e-9)


def test_policy_gradients() -> None:
    Stated("policy-gradients").says(
        r"\nabla J=\mathbb E\Big[\sum_t\nabla\log\pi_\theta(a_t\mid s_t)\,G_t\Big]", r"=\nabla\sum_a\pi(a\mid s)=0$",
        r"\min(\rho A,\ \mathrm{clip}(\rho,1-\epsilon,1+\epsilon)A)", "if all returns lie around 950",
    )  # fmt: skip
    logits = normal(4, seed=1).requires_grad_()
    rewards = 950 + normal(4, seed=2)
    (exact,) = torch.autograd.grad(torch.softmax(logits, -1) @ rewards, logits)
    policy = torch.softmax(logits.detach(), -1)
    actions = torch.multinomial(policy, 200_000, replacement=True, generator=torch.Generator().manual_seed(3))
    scores = F.one_hot(actions, 4) - policy
    plain, baseline = scores * rewards[actions, None], scores * (rewards[actions, None] - policy @ rewards)
    assert torch.allclose(baseline.mean(0), exact, atol=0.01)
    assert scores.mean(0).abs().max() < 0.005
    assert baseline.var(0).sum() * 1e4 < plain.var(0).sum()
    for advantage, ratio, moves in ((1.0, 1.3, False), (1.0, 0.7, True), (-1.0, 0.7, False), (-1.0, 1.3, True)):
        rho = torch.tensor(ratio, requires_grad=True)
        (gradient,) = torch.autograd.grad(torch.minimum(rho * advantage, rho.clamp(0.8, 1.2) * advantage), rho)
        assert bool(gradient != 0) is moves


def test_exploration_vs_exploitation() -> None:
    stated = Stated("exploration-vs-exploitation")
    stated.says(
        r"$\arg\max_a \hat\mu_a + c\sqrt{\ln t/n_a}$",
        r"with constant $\epsilon$ regret, the loss against the best arm, grows linearly",
    )
    branches, actions, power = stated.numbers(r"a probability of $#^{-#}$, about $10^{#}$")
    assert math.log10(branches**-actions) == pytest.approx(power, abs=0.1)
    means = np.array([0.2, 0.5])

    def regret(upper: bool, steps: int) -> float:
        rng, totals, pulls, lost = np.random.default_rng(0), np.zeros(2), np.zeros(2), 0.0
        for t in range(1, steps + 1):
            if pulls.min() == 0:
                arm = int(pulls.argmin())
            elif upper:
                arm = int((totals / pulls + np.sqrt(0.5 * math.log(t) / pulls)).argmax())
            else:
                arm = int(rng.integers(2)) if rng.random() < 0.1 else int((totals / pulls).argmax())
            pulls[arm] += 1
            totals[arm] += rng.random() < means[arm]
            lost += means.max() - means[arm]
        return lost

    assert regret(False, 8_000) > 3 * regret(False, 2_000)
    assert regret(True, 8_000) < 2 * regret(True, 2_000)


def test_deep_reinforcement_learning() -> None:
    stated = Stated("deep-reinforcement-learning")
    discount, steps = stated.numbers(r"With $\gamma=#$ the agent effectively looks about # steps ahead")
    assert sum(discount**k for k in range(10_000)) == pytest.approx(steps, rel=0.01)


def test_deep_q_learning() -> None:
    Stated("deep-q-learning").says(
        "the maximum over noisy estimates is biased upwards",
        r"\big(r+\gamma\max_{a'}Q_{\theta^-}(s',a')-Q_\theta(s,a)\big)^2",
    )
    rng = np.random.default_rng(0)
    chosen, valued = rng.normal(size=(2, 100_000, 6))
    assert chosen.max(1).mean() > 1
    double = valued[np.arange(100_000), chosen.argmax(1)]
    assert double.mean() == pytest.approx(0, abs=0.02)


def test_adversarial_examples() -> None:
    Stated("adversarial-examples").says(r"$\delta=\epsilon\,\mathrm{sign}(g)$, a gain of $\epsilon\|g\|_1$")
    rng = np.random.default_rng(0)
    g, epsilon = rng.normal(size=12), 0.03
    best = epsilon * np.abs(g).sum()
    assert g @ (epsilon * np.sign(g)) == pytest.approx(best)
    assert (rng.uniform(-epsilon, epsilon, (50_000, 12)) @ g).max() < best


def test_what_is_a_neural_network() -> None:
    stated = Stated("what-is-a-neural-network")
    sizes = [int(number) for number in stated.numbers(r"$#\to#\to#$ units")]
    model = nn.Sequential(nn.Linear(sizes[0], sizes[1]), nn.ReLU(), nn.Linear(sizes[1], sizes[2]))
    assert sum(parameter.numel() for parameter in model.parameters()) == stated.number(r"+10=#$ parameters")


def test_artificial_neuron() -> None:
    stated = Stated("artificial-neuron")
    first, second, bias, one, two = stated.numbers(r"$w=(#,#)$, $b=#$, $x=(#,\,#)$")
    z = float(F.linear(torch.tensor([one, two]), torch.tensor([[first, second]]), torch.tensor([bias])))
    assert z == stated.number("$z=2-0.5-1=#$")
    assert float(torch.sigmoid(torch.tensor(z))) == pytest.approx(stated.number("a sigmoid about #"), abs=0.005)
    stated.says(r"lies at distance $|b|/\lVert w\rVert$ from the origin")
    angles = np.linspace(0, 2 * math.pi, 100_001)
    along = np.array([np.cos(angles), np.sin(angles)]).T @ np.array([first, second])
    nearest = np.abs(bias / along[np.abs(along) > 1e-3]).min()
    assert nearest == pytest.approx(abs(bias) / math.hypot(first, second), rel=1e-6)


def test_computational_graphs() -> None:
    stated = Stated("computational-graphs")
    values = stated.numbers("With $a=#$, $b=#$, $c=#$ we have $s=#$ and $y=#$")
    a, b, c = (torch.tensor(value, requires_grad=True) for value in values[:3])
    total = a + b
    y = total * c
    assert (float(total.detach()), float(y.detach())) == values[3:]
    gradients = torch.autograd.grad(y, (total, a, b, c))
    upstream, to_c = stated.number(r"$\partial y/\partial s=c=#$"), stated.number(r"$\partial y/\partial c=s=#$")
    assert [float(gradient) for gradient in gradients] == [upstream, upstream, upstream, to_c]


def test_input_normalisation() -> None:
    stated = Stated("input-normalisation")
    small, large, power = stated.numbers(
        "a standard deviation of # next to one of # means a condition number of at least $10^#$"
    )
    x = np.random.default_rng(0).normal(size=(2000, 2)) * np.array([small, large])
    assert np.linalg.cond(x.T @ x / 2000) == pytest.approx(10**power, rel=0.1)
