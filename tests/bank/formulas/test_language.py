"""Language models: preference losses, decoding, scaling arithmetic and the counts that the answers give."""

import itertools
import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's own name for it

from tests.bank.formulas.stated import Array, Stated


def test_dpo() -> None:
    stated = Stated("dpo")
    stated.says(
        r"$\pi^*(y|x)=\frac1{Z(x)}\pi_{\text{ref}}(y|x)\,e^{r(x,y)/\beta}$", r"$\sigma(\hat r_l-\hat r_w)$",
        r"\mathcal L=-\log\sigma\Big(\beta\log",
    )  # fmt: skip
    generator = torch.Generator().manual_seed(0)
    beta, reference = 0.3, torch.softmax(torch.randn(6, dtype=torch.float64, generator=generator), -1)
    reward = torch.randn(6, dtype=torch.float64, generator=generator)
    best = reference * (reward / beta).exp()
    best = best / best.sum()

    def objective(policy: torch.Tensor) -> float:
        return float(policy @ reward - beta * (policy * (policy / reference).log()).sum())

    for _ in range(200):
        other = torch.softmax(best.log() + 0.3 * torch.randn(6, dtype=torch.float64, generator=generator), -1)
        assert objective(other) <= objective(best)
    implicit = beta * (best / reference).log()
    assert torch.allclose(implicit[0] - implicit[1], reward[0] - reward[1])
    # The gradient with respect to the chosen log-probability: minus beta times the weight.
    chosen = torch.tensor([-2.0, -1.0], dtype=torch.float64, requires_grad=True)
    margins = beta * (chosen - torch.tensor([-1.5, -1.8], dtype=torch.float64))
    loss = -F.logsigmoid(margins[0] - margins[1])
    (gradient,) = torch.autograd.grad(loss, chosen)
    weight = torch.sigmoid(margins[1] - margins[0])
    assert torch.allclose(gradient, beta * weight * torch.tensor([-1.0, 1.0], dtype=torch.float64))
    argument, start = stated.numbers(r"the loss is $\log #\approx#$")
    assert float(-F.logsigmoid(torch.zeros(()))) == pytest.approx(math.log(argument))
    assert math.log(argument) == pytest.approx(start, abs=5e-4)


def test_rlhf() -> None:
    Stated("rlhf").says(r"$-\log\sigma\big(r(x,y_w)-r(x,y_l)\big)$", "the absolute level means nothing")
    # Bradley-Terry fitted to simulated comparisons finds the reward differences, whatever the level.
    truth, rng = np.array([0.0, 1.0, -0.5]), np.random.default_rng(0)
    pairs = rng.integers(0, 3, (20_000, 2))
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    won = rng.random(len(pairs)) < 1 / (1 + np.exp(truth[pairs[:, 1]] - truth[pairs[:, 0]]))
    winner, loser = (torch.tensor(np.where(won, pairs[:, a], pairs[:, 1 - a])) for a in (0, 1))
    reward = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    for _ in range(60):
        (gradient,) = torch.autograd.grad(-F.logsigmoid(reward[winner] - reward[loser]).mean(), reward)
        reward = (reward - 4 * gradient).detach().requires_grad_()
    assert (reward - reward[0]).tolist() == pytest.approx(truth.tolist(), abs=0.1)


def test_decoding_temperature_top_p() -> None:
    Stated("decoding-temperature-top-p").says(
        r"$p_i\propto\exp(z_i/T)$", "the shortest prefix with cumulative probability at least $p$"
    )
    logits = torch.tensor([2.0, 1.0, 0.0, -1.0], dtype=torch.float64)

    def nucleus(distribution: torch.Tensor, p: float) -> int:
        return int((distribution.sort(descending=True).values.cumsum(0) < p).sum()) + 1

    entropies = [
        float(-(torch.softmax(logits / t, -1) * torch.log_softmax(logits / t, -1)).sum())
        for t in (0.1, 0.7, 1.0, 3.0, 1e6)
    ]
    assert entropies == sorted(entropies)
    assert entropies[-1] == pytest.approx(math.log(4))
    assert torch.softmax(logits / 0.01, -1).argmax() == 0
    assert float(torch.softmax(logits / 0.01, -1)[0]) == pytest.approx(1)
    assert [nucleus(torch.softmax(logits / t, -1), 0.9) for t in (0.3, 1.0, 3.0)] == [1, 3, 4]


def test_beam_search_vs_sampling() -> None:
    Stated("beam-search-vs-sampling").says(
        "prunes to the $k$ with the best cumulative log-probability", "usually better than greedy, with no guarantee"
    )
    rng = np.random.default_rng(0)

    def search(tables: list[Array], width: int) -> float:
        """Return the best total log-probability found; each table gives the next token from the one before."""
        beams = [(0.0, 0)]
        for table in tables:
            beams = sorted(((total + table[last, t], t) for total, last in beams for t in range(4)), reverse=True)[
                :width
            ]
        return beams[0][0]

    wins = misses = 0
    for _ in range(200):
        tables = [np.log(rng.dirichlet(np.full(4, 0.5), 4)) for _ in range(4)]
        greedy, beam, exact = search(tables, 1), search(tables, 2), search(tables, 4**4)
        assert max(greedy, beam) <= exact + 1e-12
        wins += beam > greedy + 1e-12
        misses += beam < exact - 1e-12
    assert wins > 20
    assert misses > 5


def test_speculative_decoding() -> None:
    stated = Stated("speculative-decoding")
    stated.says(r"$\min(1,p(x)/q(x))$", r"$\max(0,p-q)$", r"$(1-\alpha^{k+1})/(1-\alpha)$")
    rng = np.random.default_rng(0)
    p, q = rng.dirichlet(np.ones(5)), rng.dirichlet(np.ones(5))
    drafted = rng.choice(5, 400_000, p=q)
    accepted = rng.random(drafted.size) < np.minimum(1, p[drafted] / q[drafted])
    residual = np.maximum(0, p - q)
    out = np.where(accepted, drafted, rng.choice(5, drafted.size, p=residual / residual.sum()))
    assert np.bincount(out) / out.size == pytest.approx(p, abs=0.004)
    assert accepted.mean() == pytest.approx(np.minimum(p, q).sum(), abs=0.004)
    rate, drafts, tokens, faster, cost = stated.numbers(
        r"$\alpha=#$, $k=#$ makes #, about # times faster if a draft step costs #%"
    )
    runs = np.cumprod(rng.random((200_000, int(drafts))) < rate, 1).sum(1) + 1
    assert runs.mean() == pytest.approx(tokens, abs=0.02)
    assert tokens / (1 + drafts * cost / 100) == pytest.approx(faster, abs=0.05)


def test_scaling_laws() -> None:
    stated = Stated("scaling-laws")
    stated.says(
        r"$L(N,D)=E+A/N^{\alpha}+B/D^{\beta}$",
        r"$N^*\propto C^{\beta/(\alpha+\beta)}$",
        r"$C\approx6ND$",
        "a forward pass takes $2N$ per token",
    )
    per_parameter, squared = stated.numbers("With $D=#N$, $C=#N^2$")
    assert squared == 6 * per_parameter
    power, billions, trillions = stated.numbers(r"for $10^{#}$ FLOPs, $N\approx#$B and $D\approx#$T")
    best = math.sqrt(10**power / squared)
    assert best == pytest.approx(billions * 1e9, rel=0.01)
    assert per_parameter * best == pytest.approx(trillions * 1e12, rel=0.02)
    size, tokens, each = stated.numbers("Llama 3 #B saw about #T tokens, nearly # per parameter")
    assert 0.98 * each < tokens * 1000 / size <= each
    digits, exponent, suggested = stated.numbers(r"For that compute, $#\times10^{#}$, Chinchilla suggests about #B")
    assert 6 * size * 1e9 * tokens * 1e12 == pytest.approx(digits * 10**exponent, rel=0.05)
    assert math.sqrt(6 * size * 1e9 * tokens * 1e12 / squared) == pytest.approx(suggested * 1e9, rel=0.02)
    # The exponent of the optimal size, by minimising along the budget rather than by Lagrange.
    alpha, beta = 0.34, 0.28
    sizes = np.logspace(7, 13, 60_001)
    optima = [sizes[(400 / sizes**alpha + 400 / (c / (6 * sizes)) ** beta).argmin()] for c in (1e20, 1e24)]
    assert math.log10(optima[1] / optima[0]) / 4 == pytest.approx(beta / (alpha + beta), abs=1e-3)
    # "Some ten per cent" of the reducible loss per doubling of compute, with the published exponents.
    assert 1 - 2 ** -(alpha * beta / (alpha + beta)) == pytest.approx(0.10, abs=0.01)


def test_perplexity() -> None:
    stated = Stated("perplexity")
    stated.says(
        r"$\mathrm{PPL}=\exp\!\big(-\tfrac1T\sum_t \log p(x_t\mid x_{<t})\big)$",
        "a uniform guess scores the vocabulary size",
    )
    nats, branching = stated.numbers("a loss of # nats is a perplexity of about #.")
    assert math.exp(nats) == pytest.approx(branching, abs=0.05)
    uniform = F.cross_entropy(torch.zeros(9, 50, dtype=torch.float64), torch.arange(9))
    assert float(uniform.exp()) == pytest.approx(50)
    loss, size, bits = stated.numbers(r"is $#/(#\ln 2)\approx#$")
    assert loss / size / math.log(2) == pytest.approx(bits, abs=0.005)
    # The same text, the same total surprise, in longer tokens: perplexity rises, bits per byte stay.
    total = 300.0
    assert math.exp(total / 100) > math.exp(total / 150)


def test_lora_fine_tuning() -> None:
    stated = Stated("lora-fine-tuning")
    stated.says(r"$h=W_0x+\frac{\alpha}{r}BAx$", "$r(d_{in}+d_{out})$", "$A$ is random and $B$ is zero")
    side, rank, trained, millions, percent = (
        *stated.numbers(r"at $#\times4096$ and $r=#$ that is"), *stated.numbers("that is # against # million, about #%")
    )  # fmt: skip
    a, b = (
        nn.Linear(int(side), int(rank), bias=False, device="meta"),
        nn.Linear(int(rank), int(side), bias=False, device="meta"),
    )
    assert a.weight.numel() + b.weight.numel() == trained
    assert side**2 == pytest.approx(millions * 1e6, rel=0.002)
    assert 100 * trained / side**2 == pytest.approx(percent, abs=0.05)
    generator = torch.Generator().manual_seed(0)
    w, down, up, x = (
        torch.randn(*shape, dtype=torch.float64, generator=generator) for shape in ((6, 5), (2, 5), (6, 2), (5,))
    )
    assert torch.allclose(w @ x + 4 / 2 * up @ (down @ x), (w + 4 / 2 * up @ down) @ x)
    assert torch.linalg.matrix_rank(up @ down) == 2


def test_subword_tokenisation() -> None:
    stated = Stated("subword-tokenisation")
    byte_values, merges, special, size = stated.numbers("# bytes + # merges + # special token = #")
    assert byte_values + merges + special == size == Stated("transformer-parameter-count").number("$V=#$")
    # The merges of "l o w" and "l o w e r", made by counting pairs.
    words, learned = [list("low")] * 5 + [list("lower")] * 2, []
    for _ in range(2):
        pairs = [pair for word in words for pair in itertools.pairwise(word)]
        best = max(dict.fromkeys(pairs), key=pairs.count)
        learned.append("".join(best))
        words = [" ".join(word).replace(" ".join(best), "".join(best)).split() for word in words]
    stated.says('"lo", then "low", soon become tokens')
    assert learned == ["lo", "low"]


def test_reasoning_models() -> None:
    stated = Stated("reasoning-models")
    right, group, mean = stated.numbers("With # of # right the mean is #")
    above, below = stated.numbers("right ones get $+#$ and wrong ones $#$")
    rewards = np.array([1.0] * int(right) + [0.0] * int(group - right))
    advantages = rewards - rewards.mean()
    assert (rewards.mean(), advantages.max(), advantages.min()) == pytest.approx((mean, above, below), abs=0.005)
    assert np.ptp(np.ones(16) - np.ones(16).mean()) == 0


def test_agents_and_tool_use() -> None:
    stated = Stated("agents-and-tool-use")
    rate, steps, percent = stated.numbers(r"$#^{#}\approx#\%$")
    done = np.random.default_rng(0).random((100_000, int(steps))) < rate
    assert 100 * done.all(1).mean() == pytest.approx(percent, abs=0.7)


def test_recent_advances() -> None:
    percent, left, steps = Stated("recent-advances").numbers(
        "# per cent reliability a step is about # per cent over # steps"
    )
    assert 100 * (percent / 100) ** steps == pytest.approx(left, abs=0.5)


def test_evaluating_language_models() -> None:
    percent, items, error = Stated("evaluating-language-models").numbers(
        "At #% on # items the standard error is # points"
    )
    scores = np.random.default_rng(0).binomial(int(items), percent / 100, 100_000) / items
    assert 100 * scores.std() == pytest.approx(error, abs=0.05)
