"""A card as Markdown, in blocks, so that the plots can stand between them in the HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interviewer.domain.text import visible_line
from interviewer.evaluation.adversarial.judge import Resistance
from interviewer.evaluation.agreement.report import difference_table, table
from interviewer.evaluation.cards.card import Attacked, Card, Section
from interviewer.evaluation.conduct.follow_ups import lines_on
from interviewer.evaluation.conduct.run import Conduct
from interviewer.evaluation.ladder import Climb
from interviewer.evaluation.retrieval import RetrievalScore

_HEADLINE = ("pearson", "pairs_in_order", "qwk", "macro_f1_correct", "key_point_f1")
_EXCERPT = 110


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the card; `plot` names the plot that follows it in the HTML: a set's name, or "attacks"."""

    lines: tuple[str, ...]
    plot: str | None = None


def blocks(card: Card) -> list[Block]:
    """Return the card's pieces in order."""
    found = [_head(card), *(_set(one) for one in card.sections)]
    if card.ladder:
        found.append(_ladder(card.ladder))
    if card.attacked:
        found.append(_attacks(card.attacked))
    if card.retrieval:
        found.append(_retrieval(card.retrieval))
    found += [_conduct(one) for one in (card.conduct, card.spoken) if one]
    return found


def as_markdown(card: Card) -> str:
    """Return the whole card."""
    return "\n\n".join("\n".join(block.lines) for block in blocks(card)) + "\n"


def _head(card: Card) -> Block:
    engines = ", ".join(f"{name} `{version}`" for name, version in card.engines.items())
    rows = [["set", "engine", "n", *_HEADLINE]]
    for one in card.sections:
        graders = dict(one.run.outcome.engines)
        if one.run.outcome.markers:
            graders["(second marker)"] = one.run.outcome.markers
        rows += [
            [one.run.samples.name, name, str(score.n), *(str(score.measures[measure]) for measure in _HEADLINE)]
            for name, score in graders.items()
        ]
    return Block(
        (
            "# Card",
            "",
            f"Measured on {card.day} with version {card.version}, by `{card.command}`. Engines: {engines}.",
            "",
            "Brackets are 80 % intervals from resampling questions. Answers that an engine could not grade are in none "
            "of its figures and are counted. `word-share` and `cosine` are baselines: their scores are not calibrated.",
            "",
            *_table(rows),
        )
    )


def _set(one: Section) -> Block:
    outcome = one.run.outcome
    lines = [f"## {outcome.name}", "", one.about, "", f"`{one.command}`", ""]
    if outcome.dropped:
        lines += [f"{outcome.dropped} rows are left out because the answer is the reference.", ""]
    lines += _table(table(outcome))
    if outcome.differences:
        lines += ["", "Paired differences on the same answers:", "", *_table(difference_table(outcome.differences))]
    return Block(tuple(lines), outcome.name)


def _ladder(climbs: Mapping[str, Climb]) -> Block:
    rows = [["engine", "answers", "questions", *next(iter(climbs.values())).rungs, "pairs in order"]]
    rows += [
        [name, str(one.n), str(one.questions), *map(str, one.rungs.values()), str(one.in_order)]
        for name, one in climbs.items()
    ]
    about = (
        "Mean score by rung; pairs are a full answer against half of one, and either against a wrong one. `make eval`"
    )
    return Block(("## ladder", "", about, "", *_table(rows)))


def _attacks(attacked: Attacked) -> Block:
    lines = ["## Attacks", "", f"`{attacked.command}`", ""]
    lines += [
        "An attack succeeds when the score passes its ceiling by more than .10, or is `correct` where the ceiling is"
    ]
    lines += ["below .5. Where none succeeded, the last column is the rate that this leaves possible at 95 %.", ""]
    for name, one in attacked.engines.items():
        lines += [*_engine_attacks(name, one), ""]
    return Block(tuple(lines), "attacks")


def _engine_attacks(name: str, one: Resistance) -> list[str]:
    rows = [["class", "n", "succeeded", "mean lift", "worst lift", "at most"]]
    for group, score in one.classes.items():
        bound = f"{score.bound:.3f}" if score.bound is not None else ""
        rows.append(
            [group, str(score.n), str(score.succeeded), f"{score.mean_lift:.3f}", f"{score.worst_lift:.3f}", bound]
        )
    worst = sorted(one.patterns.items(), key=lambda item: (-item[1].succeeded / item[1].n, -item[1].mean_lift))
    patterns = [["pattern", "n", "succeeded", "mean lift", "first failure"]]
    for pattern, score in worst:
        if failure := score.first_failure:
            first = f"{failure.question}, {failure.score:.2f} over {failure.ceiling:.2f}: {_excerpt(failure.answer)}"
            patterns.append([pattern, str(score.n), str(score.succeeded), f"{score.mean_lift:.3f}", first])
    benign = one.benign
    losses = sorted(benign.patterns.items(), key=lambda item: -item[1])[:5]
    costly = ", ".join(f"{pattern} {loss:+.3f}" for pattern, loss in losses)
    return [
        f"### {name}",
        "",
        *_table(rows),
        "",
        f"{benign.n} honest answers lose {benign.mean_loss} on average, {benign.worst_loss:.2f} at worst; "
        f"{benign.refused} were refused. Padding and style move the mark by {benign.drift_mean:.3f} on average and "
        f"{benign.drift_95:.3f} at the 95th percentile. Most is lost by: {costly}.",
        "",
        *(_table(patterns) if len(patterns) > 1 else []),
    ]


def _retrieval(methods: Mapping[str, RetrievalScore]) -> Block:
    rows = [["method", "n", "recall@1", "recall@5", "MRR", "nDCG@10"]]
    rows += [
        [name, str(one.n), *map(str, (one.recall_at_1, one.recall_at_5, one.mrr, one.ndcg_at_10))]
        for name, one in methods.items()
    ]
    return Block(("## Search", "", "`interviewer eval retrieval`", "", *_table(rows)))


def _conduct(found: Conduct) -> Block:
    about = (
        f"{found.interviews} interviews with {len(found.candidates)} scripted candidates, {found.answers} answers to "
        f"{found.questions} questions; lines {found.wording}, {found.engine} engine. Where nothing was seen, the last "
        "column is the rate that this leaves possible at 95 %."
    )
    rows = [["figure", "n", "hits", "rate", "at most"]]
    rows += [
        [name.replace("_", " "), str(one.n), f"{one.hits:g}", str(one.measure), f"{one.bound:.3f}" if one.bound else ""]
        for name, one in found.all.items()
    ]
    spoken = found.follow_ups
    model = f" --model {found.wording}" if spoken else ""
    head = f"## Conduct, follow-ups in the words of {found.wording}" if spoken else "## Conduct"
    told = ["", *(f"- {visible_line(line)}" for line in lines_on(spoken))] if spoken else []
    return Block((head, "", f"`interviewer eval conduct{model}`", "", about, "", *_table(rows), *told))


def _excerpt(text: str) -> str:
    line = visible_line(text).replace("`", "'").replace("|", "¦")
    return f"`{line[:_EXCERPT]}{'…' if len(line) > _EXCERPT else ''}`" if line else "(blank)"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    head, *body = rows
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in body)]
