"""Training and serving systems: bytes, traffic and idle time by counting them, number formats by the formats."""

import math

import numpy as np
import pytest
import torch

from tests.bank.formulas.stated import Stated


def ring_all_reduce(workers: int, length: int) -> tuple[list[int], bool]:
    """Return the numbers that each worker of a simulated ring sends, and whether all end with the sum."""
    rng = np.random.default_rng(0)
    data = rng.integers(0, 100, (workers, workers, length // workers))
    total, sent = data.sum(0), [0] * workers
    for adding in (True, False):
        for step in range(workers - 1):
            moves = [(w, (w - step + (0 if adding else 1)) % workers) for w in range(workers)]
            chunks = [data[w, c].copy() for w, c in moves]
            for (w, c), chunk in zip(moves, chunks, strict=True):
                sent[w] += chunk.size
                to = (w + 1) % workers
                data[to, c] = data[to, c] + chunk if adding else chunk
    return sent, bool((data == total).all())


def test_data_parallel_training() -> None:
    stated = Stated("data-parallel-training")
    stated.says(r"a ring all-reduce sends about $2\frac{N-1}{N}$ times the gradient bytes per GPU")
    for workers in (2, 5, 8):
        sent, right = ring_all_reduce(workers, 40 * workers)
        assert right
        assert set(sent) == {round(2 * (workers - 1) / workers * 40 * workers)}
    per_gpu, batch = stated.numbers("# per GPU becomes #")
    assert per_gpu * 64 == batch
    each, gigabytes, billions = stated.numbers("about # bytes per parameter, # GB for #B")
    assert each * billions == gigabytes
    # Averaged gradients of equal slices are the gradient of the mean loss of the whole batch.
    w = torch.randn(4, dtype=torch.float64, generator=torch.Generator().manual_seed(0), requires_grad=True)
    x = torch.randn(12, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    whole = torch.autograd.grad((x @ w).sin().mean(), w)[0]
    parts = [torch.autograd.grad((piece @ w).sin().mean(), w)[0] for piece in x.chunk(3)]
    assert torch.allclose(torch.stack(parts).mean(0), whole)


def adam_bytes() -> tuple[int, int, int]:
    """Return the bytes a parameter of weight, gradient and optimiser state in mixed precision, by dtype."""
    half, single = torch.bfloat16.itemsize, torch.float32.itemsize
    return half, half, 3 * single


def test_sharded_data_parallel() -> None:
    stated = Stated("sharded-data-parallel")
    stated.says("from 16 to 4 + 12/N, then 2 + 14/N and finally 16/N", "$4+12/N$", "$2+14/N$", "$16/N$")
    weight, gradient, state = adam_bytes()
    billions, workers = stated.numbers("For #B parameters on # GPUs")
    stages = [
        weight + gradient + state, weight + gradient + state / workers, weight + (gradient + state) / workers,
        (weight + gradient + state) / workers,
    ]  # fmt: skip
    figures = stated.numbers("that is # GB, then about #, # and # GB per GPU")
    assert [billions * stage for stage in stages] == pytest.approx(figures, rel=0.02)
    # An all-reduce is a reduce-scatter and an all-gather; full sharding gathers twice and scatters once.
    stated.says("three model sizes, so 1.5 times")
    gather = scatter = (workers - 1) / workers
    assert (2 * gather + scatter) / (gather + scatter) == pytest.approx(1.5)


def test_training_memory_estimate() -> None:
    stated = Stated("training-memory-estimate")
    total, gigabytes = stated.number("$2+2+12=#$ bytes"), stated.number(r"\times16 = #$ GB")
    assert sum(adam_bytes()) == total
    assert 7 * total == gigabytes
    stated.says(
        r"$s\,b\,h\,(34 + 5\,a s/h)$",
        "With $h=4096$, 32 layers, $s=4096$, $b=1$",
        "with $a=32$ the second would be nearly five times that",
    )
    s, h, layers, heads = 4096, 4096, 32, 32
    assert s * h * 34 * layers == pytest.approx(stated.number("the first term gives about # GB") * 1e9, rel=0.02)
    assert 4.5 < 5 * heads * s / h / 34 < 5
    assert s * h * 2 * layers == pytest.approx(stated.number("leaves its 2-byte input, about # GB") * 1e9, rel=0.1)
    assert stated.number("a vocabulary of 128k are # GB") * 1e9 == pytest.approx(4096 * 128_000 * 4, rel=0.1)
    saved = 2 * (torch.float32.itemsize - torch.int8.itemsize)
    assert saved == stated.number("8-bit moments save # bytes")


def test_tensor_vs_pipeline_parallelism() -> None:
    stated = Stated("tensor-vs-pipeline-parallelism")
    stated.says("$(p-1)/(m+p-1)$")
    stages, batches, percent = (int(number) for number in stated.numbers("$p=#$, $m=#$ gives # per cent"))
    # GPipe by its rule: a stage works on a micro-batch once the stage before has finished it.
    done = np.zeros((stages + 1, batches + 1), int)
    for stage in range(1, stages + 1):
        for batch in range(1, batches + 1):
            done[stage, batch] = max(done[stage - 1, batch], done[stage, batch - 1]) + 1
    idle = 1 - batches / done[stages, batches]
    assert idle == pytest.approx((stages - 1) / (batches + stages - 1))
    assert 100 * idle == pytest.approx(percent, abs=0.5)
    # Columns, then rows: one sum at the end gives the whole product.
    generator = torch.Generator().manual_seed(0)
    x, first, second = (
        torch.randn(*shape, dtype=torch.float64, generator=generator) for shape in ((3, 4), (4, 8), (8, 4))
    )
    halves = zip(first.chunk(2, 1), second.chunk(2, 0), strict=True)
    partial = [(x @ columns).relu() @ rows for columns, rows in halves]
    assert torch.allclose(partial[0] + partial[1], (x @ first).relu() @ second)


def test_mixed_precision_training() -> None:
    stated = Stated("mixed-precision-training")
    half, brain = torch.finfo(torch.float16), torch.finfo(torch.bfloat16)
    largest, digits, exponent = stated.numbers(r"maximum #, smallest subnormal about $#\cdot10^{#}$")
    assert half.max == largest
    subnormal = torch.tensor(1, dtype=torch.int16).view(torch.float16)
    assert float(subnormal) == pytest.approx(digits * 10**exponent, rel=0.02)
    step, update = stated.numbers("numbers are about # apart, so an update of # would")
    one = torch.ones((), dtype=torch.float16)
    assert half.eps == pytest.approx(step, rel=0.05)
    assert one + update == one == one - update
    assert brain.eps == pytest.approx(stated.number("resolution near 1 is only about #"), rel=0.05)
    assert brain.max > 1e38
    power = stated.number("multiplied by, say, $2^{#}$")
    tiny = 2.0**-30
    assert torch.tensor(tiny).half() == 0
    assert float((torch.tensor(tiny) * 2**power).half()) / 2**power == pytest.approx(tiny)


def test_checkpoint_and_resume() -> None:
    stated = Stated("checkpoint-and-resume")
    minutes = stated.number("one minute and one day give about # minutes")
    stated.says(r"$\sqrt{2\,C\,M}$")
    intervals = np.arange(10.0, 200.0, 0.1)
    lost = 1 / intervals + intervals / 2 / (24 * 60)
    assert intervals[lost.argmin()] == pytest.approx(minutes, abs=1)


def test_gradient_checkpointing() -> None:
    stated = Stated("gradient-checkpointing")
    stated.says(
        r"storing $\sqrt n$ boundaries plus the inside of a single segment",
        "a step is three units and repeating the forward makes it four",
    )
    layers = 144
    held = [segments + layers / segments for segments in range(1, layers + 1)]
    assert 1 + int(np.argmin(held)) == math.isqrt(layers)
    assert stated.number("about # per cent more compute") == pytest.approx(100 * (4 / 3 - 1), abs=0.5)


def test_gradient_accumulation() -> None:
    stated = Stated("gradient-accumulation")
    micro, pieces, workers, effective = stated.numbers("# × # × # = #")
    assert micro * pieces * workers == effective
    losses = [torch.tensor([1.0, 2.0]), torch.tensor([10.0] * 8)]
    whole = torch.cat(losses).mean()
    assert sum(piece.mean() for piece in losses) / 2 != whole
    assert sum(piece.sum() for piece in losses) / 10 == whole
    stated.says("a mean of means overweights tokens in short pieces")


def test_latency_vs_throughput() -> None:
    stated = Stated("latency-vs-throughput")
    stated.says(r"$\min(P,\; B\cdot I)$", r"t \approx \max\left(\frac{2N}{B},\; \frac{2Nb}{P}\right)")
    peak, bandwidth, ridge = (
        *stated.numbers("has about # dense bf16 TFLOP/s and # TB/s"), stated.number("the ridge lies near $I = #$")
    )  # fmt: skip
    assert peak / bandwidth == pytest.approx(ridge, abs=1)
    assert round(100 / ridge, 1) == stated.number("a perfect kernel uses #% of peak")
    gigabytes, billions, floor, rate = stated.numbers(
        "# GB, an #B model, takes at least # ms, about # tokens per second"
    )
    assert gigabytes == 2 * billions
    assert gigabytes / bandwidth == pytest.approx(floor, abs=0.05)
    assert 1000 * bandwidth / gigabytes == pytest.approx(rate, rel=0.01)
    times = [max(gigabytes / bandwidth, gigabytes * b / peak) for b in range(1, 600)]
    assert next(b for b, t in enumerate(times, 1) if t > times[0]) == pytest.approx(ridge, abs=2)
    kib, tokens, read = stated.number("at # KiB per token"), *stated.numbers("sixteen sequences of # tokens read # GB")
    assert kib * 1024 == 32 * 8 * 128 * 2 * 2
    assert 16 * tokens * kib * 1024 == pytest.approx(read * 1e9, rel=0.02)


def test_continuous_batching() -> None:
    stated = Stated("continuous-batching")
    billions, gigabytes, wait, cards, bandwidth = (
        *stated.numbers("A #B model in fp16 is # GB of reads per step, about # ms"),
        4,
        stated.number("four H100s of # TB/s each")
    )  # fmt: skip
    assert 2 * billions == gigabytes
    assert gigabytes / (cards * bandwidth) == pytest.approx(wait, abs=0.5)
    each, whole, tokens = stated.numbers("about # MB per token, # GB at # tokens")
    cache = 2 * 80 * 8 * 128 * 2
    assert cache / 1e6 == pytest.approx(each, abs=0.005)
    assert cache * tokens / 1e9 == pytest.approx(whole, abs=0.05)


def test_quantisation() -> None:
    stated = Stated("quantisation")
    low, high = stated.numbers(r"$q = \mathrm{clip}(\mathrm{round}(x/s) + z,\,#,\,#)$")
    stated.says(
        r"$\hat x = s\,(q - z)$",
        "Rounding costs at most $s/2$ per unclipped value",
        "so values within $\\pm1$ share five levels",
    )
    assert (low, high) == (torch.iinfo(torch.int8).min, torch.iinfo(torch.int8).max)
    rng = np.random.default_rng(0)
    x = rng.uniform(-3, 5, 100_000).astype(np.float32)
    scale, zero = 8 / 255, round(-128 + 3 / (8 / 255))
    ours = np.clip(np.round(x / scale) + zero, low, high)
    theirs = torch.fake_quantize_per_tensor_affine(torch.tensor(x), scale, zero, int(low), int(high)).numpy()
    # The library multiplies by the rounded inverse of the scale, so values that lie halfway may fall to the other side.
    assert np.isclose(scale * (ours - zero), theirs, atol=1e-5).mean() > 0.999
    inside = (ours > low) & (ours < high)
    assert np.abs(scale * (ours - zero) - x)[inside].max() <= scale / 2 + 1e-5
    largest, step = stated.numbers("If the maximum is #, the step is about #")
    assert largest / 127 == pytest.approx(step, abs=0.05)
    assert len(set(np.round(np.linspace(-1, 1, 1001) * 127 / largest).tolist())) == 5


def test_design_a_recommender() -> None:
    stated = Stated("design-a-recommender")
    each, millions, minutes = stated.numbers("At # microseconds an item, scoring # million would take over # minutes")
    assert minutes < each * 1e-6 * millions * 1e6 / 60 < minutes + 2
    # In-batch negatives appear by popularity; subtracting log Q undoes it.
    stated.says(r"so I subtract $\log Q(i)$")
    rng = np.random.default_rng(0)
    scores, q = rng.normal(size=6), rng.dirichlet(np.ones(6))
    drawn = rng.choice(6, 400_000, p=q)
    corrected = np.exp(scores[drawn] - np.log(q[drawn])).mean()
    assert corrected == pytest.approx(np.exp(scores).sum(), rel=0.02)


def test_design_semantic_search() -> None:
    stated = Stated("design-semantic-search")
    vectors, width, gigabytes = stated.numbers("that is # million vectors; with # floats each, about # GB")
    array = np.empty((0, int(width)), np.float32)
    assert vectors * 1e6 * width * array.itemsize == pytest.approx(gigabytes * 1e9, rel=0.03)


def test_tensors() -> None:
    stated = Stated("tensors")
    shape = tuple(int(number) for number in stated.numbers("has rank 4 and shape $(32,#,#,#)$"))
    batch = torch.empty(32, *shape, device="meta")
    millions, megabytes = stated.numbers("that batch has # million elements, hence # MB in float32")
    assert batch.numel() == pytest.approx(millions * 1e6, rel=0.01)
    assert batch.numel() * batch.element_size() == pytest.approx(megabytes * 1e6, rel=0.005)
    matrix = torch.arange(12).reshape(3, 4)
    assert (matrix.stride(), matrix.T.stride()) == ((4, 1), (1, 4))
    stated.says("has strides $(4,1)$", "strides $(1,4)$", r"shape $(N,1)$ minus labels of shape $(N,)$ give $(N,N)$")
    assert (torch.zeros(5, 1) - torch.zeros(5)).shape == (5, 5)
    assert not matrix.T.is_contiguous()


def test_epochs_batches_iterations() -> None:
    stated = Stated("epochs-batches-iterations")
    images, batch, exact, steps, dropped = (
        *stated.numbers("With # images and batch size # that is #, hence # steps"),
        stated.number("last batch, or # if the remainder")
    )  # fmt: skip
    assert images / batch == pytest.approx(exact, abs=0.05)
    pieces = list(torch.utils.data.BatchSampler(range(int(images)), int(batch), drop_last=False))
    assert len(pieces) == steps
    assert sum(len(piece) == batch for piece in pieces) == dropped
    assert 10 * steps == stated.number("Ten epochs make # updates")
