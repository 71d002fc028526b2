"""Classic models, evaluation and statistics: formulas by simulation, by search or by a library's own fit."""

import itertools
import math

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score
from sklearn.svm import SVC

from tests.bank.formulas.stated import Array, Stated


def test_bagging_vs_boosting() -> None:
    Stated("bagging-vs-boosting").says(
        r"$\rho\sigma^2+(1-\rho)\sigma^2/B$",
        "gradient boosting fits the negative gradient of the loss, which for squared error means the residuals",
    )
    rng = np.random.default_rng(0)
    rho, sigma, models = 0.3, 2.0, 10
    shared, own = rng.normal(size=(60_000, 1)), rng.normal(size=(60_000, models))
    predictions = sigma * (math.sqrt(rho) * shared + math.sqrt(1 - rho) * own)
    assert np.corrcoef(predictions[:, 0], predictions[:, 1])[0, 1] == pytest.approx(rho, abs=0.01)
    assert predictions.mean(1).var() == pytest.approx(rho * sigma**2 + (1 - rho) * sigma**2 / models, rel=0.03)


def test_random_forests() -> None:
    stated = Stated("random-forests")
    absent = stated.number(r"$(1-1/n)^n\approx #$")
    rng, n = np.random.default_rng(0), 1000
    left_out = [1 - len(set(rng.integers(0, n, n).tolist())) / n for _ in range(400)]
    assert np.mean(left_out) == pytest.approx(absent, abs=0.005)
    assert 100 * absent == stated.number("About # per cent of the rows")


def test_decision_trees() -> None:
    stated = Stated("decision-trees")
    before, after = stated.numbers("has Gini #; a split into 40/10 and 10/40 brings it to #")
    stated.says(r"$1-\sum_k p_k^2$", "weighted by the sizes of the children", "with 50 positives and 50 negatives")
    rng = np.random.default_rng(0)

    def drawn_apart(positives: int, negatives: int) -> float:
        """Gini is the chance that two draws with replacement differ in class."""
        labels = np.array([1] * positives + [0] * negatives)
        return float((rng.choice(labels, 200_000) != rng.choice(labels, 200_000)).mean())

    assert drawn_apart(50, 50) == pytest.approx(before, abs=0.005)
    assert (drawn_apart(40, 10) + drawn_apart(10, 40)) / 2 == pytest.approx(after, abs=0.005)


def test_gradient_boosted_trees() -> None:
    Stated("gradient-boosted-trees").says(
        r"$w^*=-G/(H+\lambda)$",
        r"-\frac{(G_L+G_R)^2}{H_L+H_R+\lambda}\right]-\gamma",
        r"is the residual $y_i-F(x_i)$",
        "it is $y_i-p_i$",
    )
    rng = np.random.default_rng(0)
    y, score, lam, grid = (rng.random(40) > 0.4).astype(float), rng.normal(size=40), 1.5, np.linspace(-8, 8, 160_001)
    p = 1 / (1 + np.exp(-score))

    def loss(at: Array) -> Array:
        return np.logaddexp(0, at) - y * at

    g, h = (loss(score + 1e-5) - loss(score - 1e-5)) / 2e-5, p * (1 - p)
    assert -g == pytest.approx(y - p, abs=1e-6)
    halved = ((y - score - 1e-5) ** 2 - (y - score + 1e-5) ** 2) / 2
    assert -halved / 2e-5 == pytest.approx(y - score, abs=1e-6)

    def best(members: slice) -> tuple[float, float]:
        objective = g[members].sum() * grid + 0.5 * (h[members].sum() + lam) * grid**2
        return float(grid[objective.argmin()]), float(objective.min())

    assert best(slice(None))[0] == pytest.approx(-g.sum() / (h.sum() + lam), abs=1e-3)
    left, right = slice(0, 15), slice(15, 40)
    formula = 0.5 * sum(s * g[m].sum() ** 2 / (h[m].sum() + lam) for s, m in ((1, left), (1, right), (-1, slice(None))))
    assert formula == pytest.approx(best(slice(None))[1] - best(left)[1] - best(right)[1], abs=1e-4)


def test_support_vector_machines() -> None:
    Stated("support-vector-machines").says(
        r"the distance between the two margin planes is $2/\lVert w\rVert$",
        r"$w=\sum_i\alpha_i y_i x_i$ with $0\le\alpha_i\le C$",
        r"$\tfrac12\lVert w\rVert^2 + C\sum_i \max(0,\,1-y_i f(x_i))$",
    )  # fmt: skip
    rng = np.random.default_rng(0)
    x = np.concatenate([rng.normal(2.5, 1, (30, 2)), rng.normal(-2.5, 1, (30, 2))])
    y = np.repeat([1, -1], 30)
    hard = SVC(kernel="linear", C=1e4).fit(x, y)
    w, scores = hard.coef_[0], hard.decision_function(x)
    distances = scores / np.linalg.norm(w)
    assert distances[y == 1].min() - distances[y == -1].max() == pytest.approx(2 / np.linalg.norm(w), rel=1e-2)
    # The widest gap over all directions, by trying them.
    angles = np.linspace(0, 2 * math.pi, 20_001)
    along = x @ np.array([np.cos(angles), np.sin(angles)])
    assert (along[y == 1].min(0) - along[y == -1].max(0)).max() == pytest.approx(2 / np.linalg.norm(w), rel=1e-2)
    soft = SVC(kernel="linear", C=0.5).fit(np.append(x, [[-1.0, 0.0]], 0), np.append(y, 1))
    alphas = soft.dual_coef_[0]
    assert soft.coef_[0] == pytest.approx(alphas @ soft.support_vectors_)
    assert np.abs(alphas).max() <= 0.5 + 1e-9

    def objective(weights: Array, bias: float) -> float:
        margins = np.append(y, 1) * (np.append(x, [[-1.0, 0.0]], 0) @ weights + bias)
        return float(0.5 * weights @ weights + 0.5 * np.maximum(0, 1 - margins).sum())

    found = objective(soft.coef_[0], soft.intercept_[0])
    tries = (
        objective(soft.coef_[0] + 0.02 * rng.normal(size=2), soft.intercept_[0] + 0.02 * rng.normal())
        for _ in range(300)
    )
    assert min(tries) > found - 1e-4


def test_k_means() -> None:
    Stated("k-means").says(r"$J=\sum_i\lVert x_i-\mu_{c_i}\rVert^2$", "so $J$ never rises", "to zero at $k=n$")
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 2))
    centres, history = x[:4].copy(), []
    for _ in range(15):
        distances = ((x[:, None] - centres) ** 2).sum(-1)
        nearest = distances.argmin(1)
        history.append(distances.min(1).sum())
        centres = np.array([x[nearest == c].mean(0) for c in range(4)])
        history.append(((x - centres[nearest]) ** 2).sum())
    assert all(later <= earlier + 1e-9 for earlier, later in itertools.pairwise(history))
    assert history[-1] < history[0]


def test_pca_vs_autoencoder() -> None:
    Stated("pca-vs-autoencoder").says(
        "Take points on a circle: one PCA component loses half the variance", "no other rank-$k$ linear map"
    )
    angles = np.linspace(0, 2 * math.pi, 1000, endpoint=False)
    values = np.linalg.svd(np.array([np.cos(angles), np.sin(angles)]), compute_uv=False) ** 2
    assert values[1] / values.sum() == pytest.approx(0.5)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(100, 5)) * np.array([3, 2, 1, 0.5, 0.2])
    x -= x.mean(0)
    _, sizes, vt = np.linalg.svd(x, full_matrices=False)
    best = float((sizes[2:] ** 2).sum())
    assert float(((x - x @ vt[:2].T @ vt[:2]) ** 2).sum()) == pytest.approx(best)
    for _ in range(100):
        basis, _ = np.linalg.qr(rng.normal(size=(5, 2)))
        assert float(((x - x @ basis @ basis.T) ** 2).sum()) >= best


def test_bias_variance() -> None:
    Stated("bias-variance").says(
        r"E[(y-\hat f_D)^2]=\sigma^2+(f-\bar f)^2+E_D[(\hat f_D-\bar f)^2]", r"$\rho v+(1-\rho)v/M$"
    )
    rng = np.random.default_rng(0)
    x, at, noise, runs = np.linspace(-1, 1, 20), 0.7, 0.3, 40_000
    features = np.vander(x, 2)
    labels = np.sin(3 * x) + noise * rng.normal(size=(runs, 20))
    predictions = labels @ np.linalg.pinv(features).T @ np.array([at, 1.0])
    fresh = math.sin(3 * at) + noise * rng.normal(size=runs)
    parts = noise**2 + (math.sin(3 * at) - predictions.mean()) ** 2 + predictions.var()
    assert ((fresh - predictions) ** 2).mean() == pytest.approx(parts, rel=0.02)


def test_confusion_matrix() -> None:
    stated = Stated("confusion-matrix")
    tp, fp, fn, tn = (int(number) for number in stated.numbers("$TP=#$, $FP=#$, $FN=#$, $TN=#$"))
    truth = np.array([1] * (tp + fn) + [0] * (fp + tn))
    flagged = np.array([1] * tp + [0] * fn + [1] * fp + [0] * tn)
    people, ill, alarms, found = stated.numbers("Take # patients, # of them ill. The model flags #, of whom # are ill")
    assert (truth.size, truth.sum(), flagged.sum(), tp) == (people, ill, alarms, found)
    precision, recall = truth[flagged == 1].mean(), flagged[truth == 1].mean()
    assert (truth == flagged).mean() == pytest.approx(stated.number("930/1000 = #$"))
    assert precision == pytest.approx(stated.number("40/100 = #$"))
    assert recall == pytest.approx(stated.number("40/50 = #$"))
    assert (1 - flagged[truth == 0]).mean() == pytest.approx(stated.number(r"890/950\approx #$"), abs=0.005)
    assert 2 / (1 / precision + 1 / recall) == pytest.approx(stated.number(r"$2PR/(P+R)\approx #$"), abs=0.005)
    assert (truth == 0).mean() == pytest.approx(stated.number("would have an accuracy of #,"))


def test_roc_vs_precision_recall() -> None:
    stated = Stated("roc-vs-precision-recall")
    stated.says("the probability that the positive scores higher (ties count half)")
    rng = np.random.default_rng(0)
    labels = rng.random(300) < 0.3
    scores = np.round(rng.normal(size=300) + labels, 1)
    pairs = scores[labels][:, None] - scores[~labels][None]
    assert (pairs > 0).mean() + (pairs == 0).mean() / 2 == pytest.approx(roc_auc_score(labels, scores))
    caught, rate, cases, hits, alarms, percent = (
        *stated.numbers("we catch # per cent with a false positive rate of # per cent"),
        *stated.numbers("Among # cases that is # hits and # false alarms: precision # per cent"),
    )
    rare = cases / stated.number("Say one case in # is fraud")
    assert (rare * caught / 100, (cases - rare) * rate / 100) == pytest.approx((hits, alarms))
    assert 100 * hits / (hits + alarms) == pytest.approx(percent, abs=0.5)


def test_calibration() -> None:
    stated = Stated("calibration")
    stated.says(
        r"$\sum_b \frac{n_b}{n}\,|\mathrm{acc}(b) - \mathrm{conf}(b)|$", "predictions and accuracy stay as they were"
    )
    confidence, accuracy, gap = stated.numbers("A bin with mean confidence # and accuracy # contributes a gap of #")
    assert confidence - accuracy == pytest.approx(gap)
    rng = np.random.default_rng(0)
    logits = 2 * rng.normal(size=(20_000, 4))

    def softmax(
        z: Array,
    ) -> Array:
        powers = np.exp(z - z.max(1, keepdims=True))
        return np.asarray(powers / powers.sum(1, keepdims=True))

    truth = (softmax(logits).cumsum(1) < rng.random((20_000, 1))).sum(1).clip(max=3)

    def error(z: Array) -> float:
        p = softmax(z)
        top, right = p.max(1), p.argmax(1) == truth
        bins = np.minimum((15 * top).astype(int), 14)
        gaps = {b: abs(right[bins == b].mean() - top[bins == b].mean()) for b in set(bins.tolist())}
        return float(sum((bins == b).mean() * gap for b, gap in gaps.items()))

    overconfident = 2.5 * logits
    assert error(logits) < 0.02 < 0.1 < error(overconfident)
    temperatures = np.linspace(0.5, 5, 46)
    nll = [-np.log(softmax(overconfident / t)[np.arange(20_000), truth] + 1e-300).mean() for t in temperatures]
    fitted = temperatures[int(np.argmin(nll))]
    assert fitted == pytest.approx(2.5, abs=0.11)
    assert error(overconfident / fitted) < 0.02


def test_imbalanced_data() -> None:
    stated = Stated("imbalanced-data")
    ratio, cut = stated.numbers("if a miss costs # times as much as a false alarm, flag at #")
    stated.says(
        r"$c_{FP}/(c_{FP}+c_{FN})$", r"kept a fraction $\beta$ of the negatives, multiply the predicted odds by $\beta$"
    )
    assert cut == pytest.approx(1 / (1 + ratio))
    rng = np.random.default_rng(0)
    p = rng.beta(0.5, 4, 400_000)
    y = rng.random(p.size) < p
    cuts = np.linspace(0.01, 0.2, 39)
    costs = [ratio * (y & (p < c)).sum() + (~y & (p >= c)).sum() for c in cuts]
    assert cuts[int(np.argmin(costs))] == pytest.approx(cut, abs=0.016)
    kept = y | (rng.random(p.size) < 0.2)
    near = kept & (np.abs(p - 0.3) < 0.02)
    rate = y[near].mean()
    odds = 0.2 * rate / (1 - rate)
    assert odds / (1 + odds) == pytest.approx(y[np.abs(p - 0.3) < 0.02].mean(), abs=0.015)


def test_hyperparameter_search() -> None:
    stated = Stated("hyperparameter-search")
    values = stated.number("five values of five parameters are already # runs")
    assert values == 5**5
    draws, percent, best = stated.numbers("# draws have a # per cent chance of hitting the best # per cent")
    hit = (np.random.default_rng(0).random((40_000, int(draws))) < best / 100).any(1)
    assert 100 * hit.mean() == pytest.approx(percent, abs=0.7)
    stated.says(
        "starts, say, 27 configurations for one epoch",
        "promotes the best nine to three epochs, three to nine, and one to 27",
    )
    spent, full = stated.numbers("at most # epochs in place of #")
    assert (sum(n * e for n, e in ((27, 1), (9, 3), (3, 9), (1, 27))), 27 * 27) == (spent, full)
    share, above = stated.numbers("about # per cent of the trials exceed #")
    uniform = np.random.default_rng(1).uniform(0.0001, 0.1, 100_000)
    assert 100 * (uniform > above).mean() == pytest.approx(share, abs=0.5)


def test_evaluating_a_model() -> None:
    size, percent, half = Stated("evaluating-a-model").numbers(
        "With # test examples and # per cent accuracy, the 95 per cent interval is about ±#"
    )
    scores = 100 * np.random.default_rng(0).binomial(int(size), percent / 100, 200_000) / size
    low, high = np.quantile(scores, [0.025, 0.975])
    assert (high - low) / 2 == pytest.approx(half, abs=0.1)


def test_uncertainty_bayesian_deep_learning() -> None:
    stated = Stated("uncertainty-bayesian-deep-learning")
    stated.says(r"$H[\bar p] = \frac1M\sum_m H[p_m] + I$")
    high, low = stated.numbers("Two members that say # and # are unsure")

    def entropy(p: Array) -> float:
        return float(-(p * np.log(p)).sum())

    members = np.array([[high, 1 - high], [low, 1 - low]])
    mean = members.mean(0)
    disagreement = float((members * np.log(members / mean)).sum()) / 2
    assert entropy(mean) == pytest.approx(sum(map(entropy, members)) / 2 + disagreement)
    assert disagreement > 0.9 * entropy(mean)


def test_offline_online_gap() -> None:
    stated = Stated("offline-online-gap")
    stated.says(
        "80 per cent power at the 5 per cent level",
        r"$n \approx 16\,\sigma^2/\delta^2$ users per arm",
        "takes about three million per arm",
    )
    rate, lift = 0.05, 0.05 * 0.01
    stated.says("a one per cent relative lift on a five per cent conversion rate")
    n = 16 * rate * (1 - rate) / lift**2
    assert n == pytest.approx(3e6, rel=0.03)
    rng = np.random.default_rng(0)
    arms = [rng.binomial(int(n), p, 20_000) / n for p in (rate, rate + lift)]
    z = (arms[1] - arms[0]) / math.sqrt(2 * rate * (1 - rate) / n)
    assert (np.abs(z) > 1.96).mean() == pytest.approx(0.8, abs=0.015)
