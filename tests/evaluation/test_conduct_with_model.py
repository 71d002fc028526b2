"""Whole interviews in which a model words the follow-ups: by the session's own path, and what is counted of it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from interviewer.bank.load import Bank
from interviewer.config.paths import bundled
from interviewer.domain.errors import ModelUnavailable
from interviewer.domain.question import FollowUp
from interviewer.evaluation.cards.card import Card
from interviewer.evaluation.cards.markdown import as_markdown
from interviewer.evaluation.conduct.follow_ups import follow_ups_in, lines_on, rare_among, takes_up
from interviewer.evaluation.conduct.play import Played, hold
from interviewer.evaluation.conduct.run import as_object, measure
from interviewer.evaluation.conduct.script import Candidate
from interviewer.evaluation.conduct.speaker import Speaker
from interviewer.evaluation.replies import KeptChat
from interviewer.interview.wording import Asking, Wording
from interviewer.llm.prompts import read_prompt
from tests.evaluation.test_conduct import MATERIAL, ONE, TWO, hits, session
from tests.evaluation.test_replies import Clock, Slow
from tests.llm.scripted import ScriptedChat
from tests.support import plan

PROBED = tuple(
    replace(
        one, follow_ups=tuple(FollowUp(f.asks_for, f"What about part {n} of it?") for n, f in enumerate(one.follow_ups))
    )
    for one in (ONE, TWO)
)
TALKER = Candidate(id="talker", title="x", openings=("Marmots whistle at dusk.",), replies=("Marmots sleep.",))
GOOD = "You say that marmots whistle at dusk; what about part 0 of it?"
PLAIN = "And as they sleep, what about part 1 of it?"


def interviewed(folder: Path, *script: str | ModelUnavailable) -> Played:
    """Hold one interview of two questions, each with two follow-ups, in the words of this script."""
    chat = KeptChat(ScriptedChat(list(script)), "weights", folder / "kept")
    speaker = Speaker(Wording(lambda: None, [Asking(read_prompt(bundled("prompts") / "follow-up.md"))]), chat)
    (folder / "log").mkdir(exist_ok=True)
    held = replace(session(folder / "log"), bank=Bank(PROBED), wording=speaker.wording)
    return hold(held, "i", plan("one", "two"), TALKER, MATERIAL, seed="1", speaker=speaker)


def test_the_models_words_are_put_stored_and_counted(tmp_path: Path) -> None:
    gone = ModelUnavailable("It is gone.")
    one = interviewed(tmp_path, GOOD, PLAIN, "No question at all.", gone)
    shown = [line.text for line in one.lines if line.kind == "follow-up"]
    assert shown == [GOOD, PLAIN, "What about part 0 of it?", "What about part 1 of it?"]
    probes = [probe for turn in one.state.turns for probe in turn.follow_ups]
    assert [probe.voice.model if probe.voice else None for probe in probes] == ["scripted", "scripted", None, None]
    found = follow_ups_in([one], MATERIAL.questions)
    assert found is not None
    assert (found.worded.n, found.worded.hits) == (4, 2)
    assert found.stand == {"is not one question": 1, "It is gone.": 1}
    assert (found.takes_up.n, found.takes_up.hits) == (2, 2)
    assert (found.asked[0].written, found.asked[0].said) == ("What about part 0 of it?", GOOD)
    assert hits(one, "leaked") == (0, len(one.lines))


def test_an_interview_held_again_asks_no_model(tmp_path: Path) -> None:
    first = interviewed(tmp_path, GOOD, PLAIN, GOOD, PLAIN)
    (tmp_path / "log" / "log.sqlite3").unlink()
    again = interviewed(tmp_path)
    assert (again.state, again.lines) == (first.state, first.lines)


def test_a_reply_that_was_kept_takes_as_long_as_it_took(tmp_path: Path) -> None:
    clock = Clock()
    slow = Slow(clock, [f"{word} " for word in GOOD.split()])
    waits = []
    for _ in range(2):
        chat = KeptChat(slow, "weights", tmp_path / "kept", patience=60.0, timer=clock)
        speaker = Speaker(Wording(lambda: None, [Asking(read_prompt(bundled("prompts") / "follow-up.md"))]), chat)
        (tmp_path / "log.sqlite3").unlink(missing_ok=True)
        held = replace(session(tmp_path), bank=Bank(PROBED), wording=speaker.wording)
        one = hold(held, "i", plan("one", "two"), TALKER, MATERIAL, seed="1", speaker=speaker, timer=clock)
        waits.append([tally.seconds for tally in one.spoken.values()])
    assert waits[0] == waits[1]
    assert waits[0][0] == len(GOOD.split())


def test_the_wait_for_words_is_part_of_the_turn(tmp_path: Path) -> None:
    one = interviewed(tmp_path, GOOD, PLAIN, GOOD, PLAIN)
    slow = {key: replace(tally, seconds=4.0) for key, tally in one.spoken.items()}
    later = replace(one, spoken=slow, seconds=dict.fromkeys(one.seconds, 4.5))
    found = follow_ups_in([later], MATERIAL.questions)
    assert found is not None
    assert (found.wait.median.value, found.wait.p90.value, found.rest.median.value) == (4.0, 4.0, 0.5)
    assert found.in_time.hits == 4
    assert len(lines_on(found)) == 6


def test_the_outcome_and_the_card_say_what_became_of_the_follow_ups(tmp_path: Path) -> None:
    found = measure([interviewed(tmp_path, GOOD, PLAIN, GOOD, PLAIN)], "by-rule", 1, MATERIAL.questions, "scripted")
    told = json.loads(json.dumps(as_object(found)))
    assert told["wording"] == "scripted"
    assert told["follow_ups"]["worded"]["hits"] == 4
    assert told["follow_ups"]["seconds"].keys() == {"wait", "rest"}
    page = as_markdown(Card("2026-01-01", "1.0", "x", {}, (), spoken=found))
    assert "## Conduct, follow-ups in the words of scripted" in page
    assert "- 4 of 4 follow-ups in the model's words" in page


def test_without_a_model_nothing_is_said_of_words(tmp_path: Path) -> None:
    plain = hold(session(tmp_path), "i", plan("one", "two"), TALKER, MATERIAL, seed="1")
    assert follow_ups_in([plain], MATERIAL.questions) is None
    assert "follow_ups" not in as_object(measure([plain], "by-rule", 1, MATERIAL.questions))


@pytest.mark.parametrize(
    ("line", "does"),
    [
        ("You say that grass is eaten; why?", False),  # the question's own words
        ("You say that marmots eat; why?", True),
        ("Why do they sleep above?", True),
        ("Why do they sleep in forms above?", False),
        ("Why would anybody do so?", False),
    ],
)
def test_what_takes_up_an_answer(line: str, does: bool) -> None:
    answer = "Marmots eat grass and sleep above."
    rare = rare_among([replace(ONE, text="sleep above eat grass") for _ in range(3)])
    assert takes_up(line, answer, ("Who eats grass?", "Why?"), rare) is does
