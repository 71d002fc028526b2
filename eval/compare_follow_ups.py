"""Compares a model's follow-ups with the written ones, blind: `python eval/compare_follow_ups.py SHEET KEY`.

A turn is an answer of the rubric set and the written follow-up for a weighty key point that its readers did not find in
it. The model named by `--model` finds words exactly as in an interview, with every check, but with time enough. Turns
where its words may be put, and so differ from the written ones, go to SHEET, two a question if that is enough (JSON
Lines: question, answer, the key point asked for, all key points, the lines `one` and `two` in drawn order), and to KEY
which line is whose. `--besides SHEET` leaves out the turns of another sheet. Replies are kept, so a run that was
stopped goes on.

A reader adds to each line of the sheet `better` ("one", "two" or "same": which takes the better aim at what this answer
left open), `leak_one`, `leak_two` (true or false) and `note`. `… SHEET KEY --judged FILE` prints what came of it.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interviewer.domain.outcome import PROBE_WEIGHT
from interviewer.domain.question import FollowUp, Question
from interviewer.domain.state import Answer, AskedFollowUp, Turn
from interviewer.evaluation.conduct.blind import Judged, KeyRow, Pair, compared, sheet_of
from interviewer.evaluation.conduct.speaker import Speaker
from interviewer.evaluation.json_lines import always, read_json_lines
from interviewer.wiring import Application, application

EACH = 2
"""Turns a question; more only where there are too few."""
PATIENCE_S = 60.0
AT = "2026-01-01T00:00:00.000000+00:00"


@dataclass(frozen=True, slots=True)
class Open:
    """An answer that left open what a follow-up asks for."""

    question: Question
    row: dict[str, Any]
    follow_up: FollowUp

    @property
    def asks_for(self) -> str:
        """The text of the key point."""
        return self.question.key_point(self.follow_up.asks_for).text

    @property
    def turn(self) -> Turn:
        """The turn at the moment when the follow-up is worded."""
        answer = Answer("q1.a1", self.row["answer"], "unaided", None, 1.0, AT)
        probe = AskedFollowUp(self.follow_up.asks_for, self.follow_up.question)
        return Turn(self.question, AT, answers=(answer,), follow_ups=(probe,))


def in_drawn_order(app: Application) -> Iterator[Open]:
    """Yield the turns, each question's first before any question's second, in an order that a hash decides."""
    by_question: dict[str, list[Open]] = {}
    for row in map(json.loads, app.bench.rubric_set.read_text("utf-8").splitlines()):
        if question := app.bank.get(row["question_id"]):
            asked = (Open(question, row, one) for one in question.follow_ups if is_open(question, row, one.asks_for))
            by_question.setdefault(question.id, []).extend(asked)
    for turns in by_question.values():
        turns.sort(key=lambda one: hashlib.sha256(f"{one.row['id']} {one.follow_up.asks_for}".encode()).hexdigest())
    for place in range(max(map(len, by_question.values()))):
        yield from (turns[place] for turns in by_question.values() if place < len(turns))


def is_open(question: Question, row: dict[str, Any], asks_for: str) -> bool:
    """Say whether a probe for this key point would be aimed."""
    return row["verdicts"][asks_for] in ("missing", "contradicted") and (
        question.key_point(asks_for).weight >= PROBE_WEIGHT
    )


def pair_of(speaker: Speaker, one: Open) -> Pair | None:
    """Return the follow-up in both wordings; None where the model's may not be put."""
    speaker.wording.follow_up(one.turn, one.follow_up.question)
    spoken = speaker.taken()
    if spoken is None or spoken.tried.fault:
        return None
    print(f"{one.row['id']}: {spoken.seconds:.1f} s: {spoken.tried.said}", flush=True)
    points = tuple(point.text for point in one.question.key_points)
    said = (one.turn.asked, one.row["answer"], one.asks_for, points, spoken.tried.written, spoken.tried.said)
    return Pair(one.question.id, one.row["voice"], *said)


def collect(model: str, turns: int, seen: set[tuple[str, ...]]) -> list[Pair]:
    """Return so many pairs, or as many as there are, but for those that were seen."""
    found: list[Pair] = []
    spare: list[Pair] = []
    had: Counter[str] = Counter()
    with application({"model": model}, writable=False) as app:
        speaker = app.chats.speaker(patience=PATIENCE_S)
        assert speaker is not None
        for one in in_drawn_order(app):
            known = (one.question.text, one.row["answer"], one.asks_for) in seen
            if known or len(found) == turns or not (pair := pair_of(speaker, one)):
                continue
            had[one.question.id] += 1
            (found if had[one.question.id] <= EACH else spare).append(pair)
    return [*found, *spare][:turns]


def seen_in(sheet: Path | None) -> set[tuple[str, ...]]:
    """Return the turns of a sheet."""
    rows = map(json.loads, sheet.read_text("utf-8").splitlines()) if sheet else ()
    return {(row["question"], row["answer"], row["asks_for"]) for row in rows}


def main() -> None:
    """Write the sheet, or read it back."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sheet", type=Path)
    parser.add_argument("key", type=Path)
    parser.add_argument("--judged", type=Path, help="the sheet with a reader's verdicts")
    parser.add_argument("--besides", type=Path, help="a sheet whose turns are left out")
    parser.add_argument("--model", default="local")
    parser.add_argument("--turns", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    if told.judged:
        key = [row for _, row in read_json_lines(told.key, always(KeyRow))]
        found = compared(key, [row for _, row in read_json_lines(told.judged, always(Judged))])
        print(f"{found.n} turns on {found.questions} questions; 80 % intervals by resampling questions")
        print(f"the model's at least as pointed {found.at_least_as_pointed}")
        print(f"better {found.better}, worse {found.worse}")
        print(f"leaks: the model's {found.leaks}, the written {found.leaks_written}")
        return
    pairs = collect(told.model, told.turns, seen_in(told.besides))
    rows, key = sheet_of(pairs, told.seed)
    told.sheet.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), "utf-8")
    told.key.write_text("".join(f"{row.model_dump_json()}\n" for row in key), "utf-8")
    print(
        f"{len(pairs)} turns, {len({one.question_id for one in pairs})} questions", Counter(one.voice for one in pairs)
    )


if __name__ == "__main__":
    main()
