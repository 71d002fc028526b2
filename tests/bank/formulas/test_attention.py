"""Attention and transformers: formulas against the library's attention, figures by counting."""

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


def test_scaled_dot_product_attention() -> None:
    stated = Stated("scaled-dot-product-attention")
    stated.says(
        r"$\mathrm{Attention}(Q,K,V)=\mathrm{softmax}(QK^\top/\sqrt{d_k})\,V$",
        r"$\mathrm{diag}(p)-pp^\top$",
        "about three quarters of the weight",
    )
    q, k, v = normal(5, 16, seed=1), normal(7, 16, seed=2), normal(7, 3, seed=3)
    ours = torch.softmax(q @ k.T / 4, -1) @ v
    assert torch.allclose(ours, F.scaled_dot_product_attention(q[None], k[None], v[None])[0])
    width, size = stated.numbers(r"At $d_k=#$ scores lie around $\pm #$")
    dots = (normal(20_000, int(width), seed=4) * normal(20_000, int(width), seed=5)).sum(1)
    assert float(dots.var()) == pytest.approx(width, rel=0.05)
    assert float(dots.std()) == pytest.approx(size, rel=0.03)
    assert float((dots / math.sqrt(width)).var()) == pytest.approx(1, rel=0.05)
    keys = int(stated.number("with # keys the top one"))
    scores = torch.einsum("qd,qkd->qk", normal(1000, 64, seed=6), normal(1000, keys, 64, seed=7))
    assert float(torch.softmax(scores, -1).amax(-1).mean()) == pytest.approx(0.75, abs=0.05)
    p = torch.softmax(scores[0], -1)
    slopes = jacobian(lambda z: torch.softmax(z, -1), scores[0])
    assert torch.allclose(slopes, torch.diag(p) - torch.outer(p, p))


def test_causal_masking() -> None:
    Stated("causal-masking").says(
        r"$\mathrm{softmax}(QK^\top/\sqrt{d_k}+M)V$",
        "alter a late token and check that the logits before it stay the same",
    )
    q, k, v = (normal(6, 8, seed=seed) for seed in range(3))
    mask = torch.full((6, 6), -math.inf, dtype=torch.float64).triu(1)
    weights = torch.softmax(q @ k.T / math.sqrt(8) + mask, -1)
    assert torch.allclose(weights.sum(-1), torch.ones(6, dtype=torch.float64))
    assert weights.triu(1).abs().max() == 0
    assert torch.allclose(weights @ v, F.scaled_dot_product_attention(q[None], k[None], v[None], is_causal=True)[0])
    wrong = torch.softmax(q @ k.T / math.sqrt(8), -1).tril()
    assert not torch.allclose(wrong.sum(-1), torch.ones(6, dtype=torch.float64))
    assert torch.isnan(torch.softmax(torch.full((3,), -math.inf), -1)).all()


def test_flash_attention() -> None:
    Stated("flash-attention").says(
        r"$m'=\max(m,\max_j s_j)$",
        r"$\ell'=e^{m-m'}\ell+\sum_j e^{s_j-m'}$",
        r"$o'=e^{m-m'}o+\sum_j e^{s_j-m'}v_j$",
        r"output $o/\ell$",
    )
    scores, values = 30 * normal(64, seed=1), normal(64, 5, seed=2)
    m, total, out = torch.tensor(-math.inf, dtype=torch.float64), torch.zeros(()), torch.zeros(5, dtype=torch.float64)
    for start in range(0, 64, 7):
        s, v = scores[start : start + 7], values[start : start + 7]
        larger = torch.maximum(m, s.max())
        total = torch.exp(m - larger) * total + torch.exp(s - larger).sum()
        out = torch.exp(m - larger) * out + torch.exp(s - larger) @ v
        m = larger
    assert torch.allclose(out / total, torch.softmax(scores, -1) @ values)


def test_rotary_embeddings() -> None:
    stated = Stated("rotary-embeddings")
    stated.says(r"$(R_mq)^\top(R_nk)=q^\top R_m^\top R_n k$", r"$q^\top R_{n-m}k$", r"$\theta_i=b^{-2i/d}$, $b=10000$")
    width = 16
    frequencies = 10000.0 ** (-2 * torch.arange(width // 2, dtype=torch.float64) / width)

    def rotate(vector: torch.Tensor, position: float) -> torch.Tensor:
        pairs = torch.view_as_complex(vector.reshape(-1, 2))
        return torch.view_as_real(pairs * torch.exp(1j * position * frequencies)).flatten()

    q, k = normal(width, seed=1), normal(width, seed=2)
    for m, n in ((0, 5), (100, 105), (4000, 4005)):
        assert torch.allclose(rotate(q, m) @ rotate(k, n), q @ rotate(k, 5))
    assert torch.allclose(rotate(q, 321).norm(), q.norm())
    full, length, degrees = (
        *stated.numbers("With $d=#$ and # training tokens"),
        stated.number(r"turns only about $#°$"),
    )
    slowest = 10000.0 ** (-2 * (full / 2 - 1) / full)
    assert math.degrees(slowest * length) == pytest.approx(degrees, abs=0.5)


def test_positional_encodings() -> None:
    stated = Stated("positional-encodings")
    short, base, long = (2.0, *stated.numbers(r"wavelengths from $2\pi$ up to $#\cdot #\pi$"))
    assert base == Stated("rotary-embeddings").number("$b=#$")
    frequencies = base ** (-2 * np.arange(64) / 128)
    wavelengths = 2 * math.pi / frequencies
    assert wavelengths[0] == pytest.approx(short * math.pi)
    assert 0.8 * base * long * math.pi < wavelengths[-1] < base * long * math.pi
    # A shift by a given offset is a linear map: one matrix for all positions.
    positions = np.random.default_rng(0).integers(0, 50_000, 600)

    def encode(
        at: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
    ) -> Array:
        return np.concatenate([np.sin(at[:, None] * frequencies), np.cos(at[:, None] * frequencies)], 1)

    shift, *_ = np.linalg.lstsq(encode(positions[:400]), encode(positions[:400] + 7), rcond=None)
    assert np.allclose(encode(positions[400:]) @ shift, encode(positions[400:] + 7), atol=1e-6)
    attention = nn.MultiheadAttention(8, 2, batch_first=True, dtype=torch.float64)
    x, order = normal(1, 6, 8, seed=1), torch.tensor([3, 1, 5, 0, 2, 4])
    assert torch.allclose(attention(x, x, x)[0][:, order], attention(x[:, order], x[:, order], x[:, order])[0])


def test_multi_head_attention() -> None:
    Stated("multi-head-attention").says(r"about $4\,d_{model}^2$ weights", r"has rank at most $d_k$")
    for heads in (1, 4, 16):
        layer = nn.MultiheadAttention(64, heads, bias=False)
        assert sum(parameter.numel() for parameter in layer.parameters()) == 4 * 64**2
    assert torch.linalg.matrix_rank(normal(40, 5, seed=1) @ normal(5, 40, seed=2)) == 5


KIB, MIB, GIB = 2.0**10, 2.0**20, 2.0**30


def cache_bytes(layers: float, kv_heads: float, width: float, tokens: int = 1) -> float:
    """Return the bytes of 16-bit keys and values, by counting the numbers of one layer's tensors."""
    keys = torch.empty(tokens, int(kv_heads), int(width), dtype=torch.float16, device="meta")
    return 2 * layers * keys.nelement() * keys.element_size()


def test_kv_cache() -> None:
    stated = Stated("kv-cache")
    stated.says(r"$2\cdot L\cdot H_{kv}\cdot d_{head}\cdot n\cdot B\cdot b$")
    layers, heads, width = stated.numbers("For # layers, # heads of width # and 16-bit")
    kib, gib, tokens = stated.numbers("is # KiB per token: # GiB for a single sequence of # tokens")
    assert cache_bytes(layers, heads, width) == kib * KIB
    assert cache_bytes(layers, heads, width, int(tokens)) == gib * GIB


def test_grouped_query_attention() -> None:
    stated = Stated("grouped-query-attention")
    layers, heads, width = stated.numbers("With # layers, # query heads of width #")
    mib, groups, kib = stated.numbers("MHA costs # MiB per token and $G=#$ only # KiB")
    tokens, full, grouped = stated.numbers("for # tokens, # GiB against # GiB per sequence")
    assert cache_bytes(layers, heads, width) == mib * MIB
    assert cache_bytes(layers, groups, width) == kib * KIB
    assert cache_bytes(layers, heads, width, int(tokens)) == full * GIB
    assert cache_bytes(layers, groups, width, int(tokens)) == grouped * GIB


def test_attention_cost_and_long_context() -> None:
    stated = Stated("attention-cost-and-long-context")
    stated.says("so $4n^2d$ per layer", "hence $24nd^2$ FLOPs")
    factor, width, tokens = stated.numbers("They are equal at $n=#d$: for $d=#$, about # tokens")
    assert factor * width == pytest.approx(tokens, rel=0.02)
    lengths = np.arange(1, 60_000)
    assert lengths[(4 * lengths**2 * width >= 24 * lengths * width**2).argmax()] == factor * width
    thousands, heads, gib = stated.numbers("at #k tokens, # heads of 16-bit scores are # GiB")
    assert heads * (thousands * KIB) ** 2 * 2 == gib * GIB


def test_transformer_parameter_count() -> None:
    stated = Stated("transformer-parameter-count")
    stated.says(r"$N\approx 12Ld^2+Vd$", "Biases and layer norms contribute about $13d$")
    block = nn.TransformerEncoderLayer(96, 8, 4 * 96)
    assert sum(parameter.numel() for parameter in block.parameters()) == 12 * 96**2 + 13 * 96
    layers, width, vocabulary = stated.numbers("GPT-2 small: $L=#$, $d=#$, $V=#$")
    blocks, tokens, positions = (
        stated.number(rf"$12\cdot12\cdot{width:.0f}^2=#$M"),
        stated.number("Token embeddings: #M"),
        stated.number(rf"$1024\cdot{width:.0f}=#$M"),
    )
    total, true = stated.numbers("Total #M; the true number is #M")
    assert 12 * layers * width**2 == pytest.approx(blocks * 1e6, rel=1e-3)
    assert vocabulary * width == pytest.approx(tokens * 1e6, rel=1e-3)
    assert 1024 * width == pytest.approx(positions * 1e6, rel=0.02)
    assert blocks + tokens + positions == pytest.approx(total, abs=0.06)
    assert total + layers * 13 * width / 1e6 == pytest.approx(true, abs=0.06)
    deep, wide, billions = stated.numbers(r"$12\cdot#\cdot#^2=#$B plus")
    assert 12 * deep * wide**2 == pytest.approx(billions * 1e9, rel=0.002)


def test_mixture_of_experts() -> None:
    Stated("mixture-of-experts").says(
        r"$\alpha E\sum_i f_iP_i$", "with $f_i$ the share of tokens and $P_i$ the mean router probability"
    )
    experts = 8

    def balance(logits: torch.Tensor) -> float:
        probability = torch.softmax(logits, -1)
        shares = F.one_hot(probability.argmax(-1), experts).double().mean(0)
        return float(experts * (shares * probability.mean(0)).sum())

    even = 4 * torch.eye(experts, dtype=torch.float64).repeat(50, 1)
    assert balance(even) == pytest.approx(1)
    lopsided = torch.zeros(400, experts, dtype=torch.float64)
    lopsided[:, 0] = 20
    assert balance(lopsided) == pytest.approx(experts, rel=1e-3)


def test_cross_attention() -> None:
    stated = Stated("cross-attention")
    target, source = (int(number) for number in stated.numbers(r"With # target and # source tokens"))
    assert stated.numbers(r"it is $#\times#$") == (target, source)
    layer = nn.MultiheadAttention(8, 2, kdim=5, vdim=5, batch_first=True, dtype=torch.float64)
    memory = normal(1, source, 5, seed=2)
    out, weights = layer(normal(1, target, 8, seed=1), memory, memory)
    assert (weights.shape[1:], out.shape[1:]) == ((target, source), (target, 8))
