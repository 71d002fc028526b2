"""An answer that denies an earlier one: what is held up, who is spared, and how it goes on."""

from dataclasses import replace

import pytest

from interviewer.bank.load import Bank, load_bank
from interviewer.config.paths import bundled
from interviewer.domain.contradiction import LEAST_WORDS, confrontations, corrects_himself
from interviewer.domain.grade import Grade, MisconceptionGrade, Quote
from interviewer.domain.outcome import MAX_PROBES, outcome_of
from interviewer.domain.state import Answer, AskedFollowUp, Hint, Interview, Turn
from interviewer.embedding.model import MiniLM
from interviewer.export.as_json import report_json
from interviewer.export.escaping import escape
from interviewer.export.markdown import report_markdown
from interviewer.grading.fast import FastEngine
from interviewer.interview import contradicting
from interviewer.interview.contradicting import confronted_in
from interviewer.interview.session import LiveInterview
from interviewer.interview.summary import summarize
from tests.interview.scripted import Room, ScriptedEngine
from tests.support import AT, grade, plan, question

_PLAIN = question("one")
ONE = replace(_PLAIN, misconceptions=tuple(replace(wrong, denies="k0") for wrong in _PLAIN.misconceptions))
SAID = "Well, to begin with. The shape of the whole thing is round, as measured by ships."
CLAIM = "The shape of the whole thing is round, as measured by ships"
DENIED = "It depends. All of it is flat and has an edge at the end!"
DENIAL = "All of it is flat and has an edge at the end!"
LINE = f"Earlier you said “{CLAIM}”; now you say “{DENIAL}”. Which of the two holds, and why?"


def marked(said: str, words: str, credit: float = 1.0, **more: object) -> Grade:
    """Return a grade that covers k0 by `words` of `said`."""
    found = grade(ONE, {"k0": credit, "k2": 1.0}, **more)  # type: ignore[arg-type]
    start = said.index(words)
    first, *rest = found.key_points
    return replace(found, key_points=(replace(first, quote=Quote(words, start, start + len(words))), *rest))


def denying(said: str = DENIED, words: str = "is flat and has an edge at the end", *flags: str) -> Grade:
    """Return a grade that finds misconception m1 in `words` of `said`."""
    start = said.index(words)
    found = grade(ONE, {}, contradicted=["k0"], flags=flags)
    return replace(found, misconceptions=(MisconceptionGrade("m1", 2, Quote(words, start, start + len(words))),))


COVERING = marked(SAID, "The shape of the whole thing is round")


def turn(*answers: tuple[str, Grade], probed: str = "k1") -> Turn:
    """Return a turn with these answers, each but the last followed up for key point `probed`."""
    given = tuple(
        Answer(f"a{place}", text, "probe" if place else "unaided", probed if place else None, 1.0, AT, mark)
        for place, (text, mark) in enumerate(answers)
    )
    return Turn(ONE, AT, given, (AskedFollowUp(probed, "And what about 1?"),) * (len(answers) - 1))


AT_ODDS = turn((SAID, COVERING), (DENIED, denying()))


def test_the_two_sentences_are_held_up_word_for_word() -> None:
    [one] = confrontations(AT_ODDS)
    assert (one.point, one.misconception, one.text) == ("k0", "m1", LINE)


def test_a_correction_is_not_held_against_anybody() -> None:
    assert confrontations(turn((DENIED, denying()), (SAID, COVERING))) == ()


@pytest.mark.parametrize(
    "one",
    [
        turn((SAID, marked(SAID, "The shape of the whole thing is round", 0.7)), (DENIED, denying())),
        turn(
            (SAID, marked(SAID, "whole thing is round, as measured by ships")), (DENIED, denying(DENIED, "All of it"))
        ),
        turn((SAID, marked(SAID, "thing is round")), (DENIED, denying())),
        turn((SAID, COVERING), (DENIED, denying(DENIED, DENIAL, "self-contradiction"))),
        turn((SAID, marked(SAID, CLAIM, flags=["self-contradiction"])), (DENIED, denying())),
        turn((SAID, COVERING), (DENIED, denying(DENIED, DENIAL, "dont-know"))),
        turn((SAID, COVERING), (DENIED, denying()), probed="k0"),
        turn((SAID, replace(COVERING, misconceptions=denying().misconceptions)), (DENIED, denying())),
        turn((SAID, COVERING), (SAID, COVERING), (DENIED, denying())),
        turn((SAID, COVERING)),
        turn(),
    ],
    ids=[
        "half said",
        "short denial",
        "short claim",
        "takes itself back",
        "had taken itself back",
        "does not know",
        "asked for before",
        "denied before",
        "probes spent",
        "one answer",
        "no answer",
    ],
)
def test_who_is_spared(one: Turn) -> None:
    assert LEAST_WORDS > 3
    assert MAX_PROBES == 2
    assert confrontations(one) == ()


def test_a_misconception_that_denies_nothing_is_not_held_up() -> None:
    assert confrontations(replace(AT_ODDS, question=_PLAIN)) == ()


def test_what_the_candidate_only_read_aloud_is_not_their_claim() -> None:
    read = replace(AT_ODDS, hints=(Hint(f"Remember: {CLAIM.lower()}."),))
    assert confrontations(read) == ()


@pytest.mark.parametrize(
    "words",
    [
        "Earlier I said it was round, but it is not.",
        "I take back what came first.",
        "I'd take that back.",
        "Correction: it is flat.",
        "Let me correct myself.",
        "I was wrong about that.",
        "I’m mistaken there.",
        "Sorry, it is the other way round.",
        "Actually, no, it is flat.",
        "Wait, no.",
        "On second thought it is flat.",
        "I've changed my mind.",
        "Scratch that.",
        "My first answer does not hold.",
        "I misspoke.",
        "I had it backwards.",
        "What I meant is this.",
        "It is flat, not round as I claimed.",
        "I retract the first part.",
        "That was wrong.",
        "Contrary to what was stated above, it is flat.",
        "Let me rephrase that.",
        "I no longer think so.",
        "Now I see that it is flat.",
    ],
)
def test_who_corrects_himself_is_spared(words: str) -> None:
    assert corrects_himself(words)
    said = f"{words} {DENIED}"
    assert confrontations(turn((SAID, COVERING), (said, denying(said)))) == ()


@pytest.mark.parametrize("words", [DENIED, SAID, "The correct mean is taken before the first layer; my point stands."])
def test_plain_claims_correct_nothing(words: str) -> None:
    assert not corrects_himself(words)


def test_a_long_stretch_is_cut_between_words_and_markup_stays_text() -> None:
    long = "[bold]" + " ".join(f"word{place}" for place in range(80))
    [one] = confrontations(turn((SAID, COVERING), (long, denying(long, long))))
    shown = one.text.partition("now you say “")[2].partition("…”")[0]
    assert long.startswith(f"{shown} ")
    assert len(shown) <= 220


def asked(room: Room, *marks: Grade) -> LiveInterview:
    """Start an interview on the question and give both answers, the second marked with the last of `marks`."""
    room.questions = (ONE,)
    room.engine = ScriptedEngine(COVERING, *marks)
    live = room.session().start("i", plan("one"))
    live.ask_next()
    live.commit(SAID, 1.0)
    live.grade_pending()
    live.proceed()
    live.commit(DENIED, 1.0)
    live.grade_pending()
    return live


def test_it_is_a_probe_within_the_limit_and_stored_as_one(room: Room) -> None:
    live = asked(room, denying(), marked(f"{CLAIM} after all", CLAIM))
    probe = live.proceed()
    assert probe == AskedFollowUp("k0", LINE, None, "m1")
    live = room.resumed()
    assert live.turn.awaited_follow_up == probe
    assert live.turn.put == LINE
    live.commit(f"{CLAIM} after all", 1.0)
    live.grade_pending()
    request = room.engine.requests[-1]
    assert request.asked_for == "k0"
    assert request.follow_up == "Earlier you said; now you say. Which of the two holds, and why?"
    assert live.proceed() is None
    assert live.turn.closed == "probes-spent"
    settled = outcome_of(live.turn).points[0]
    assert (settled.verdict, settled.help) == ("covered", "probe"), "a candidate's own words are theirs to say again"
    summary = summarize(live.state, lambda raw: raw)
    assert escape(LINE) in report_markdown("i", live.state, summary)
    told = report_json("i", live.state, summary)
    assert told["questions"][0]["follow_ups"] == [
        {"asks_for": "k1", "text": "And what about 1?"},
        {"asks_for": "k0", "text": LINE, "confronts": "m1"},
    ]


def test_a_line_that_tells_the_answer_is_not_put(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def leaking(line: str, *_: object) -> bool:
        seen.append(line)
        return True

    monkeypatch.setattr(contradicting, "leaks", leaking)
    live = asked(room, denying())
    probe = live.proceed()
    assert seen == [LINE] * len(seen) != []
    assert probe == AskedFollowUp("k0", "And what about 0?"), "the file's own follow-up is asked instead"


def test_nothing_is_held_up_between_questions_or_while_an_answer_is_awaited(room: Room) -> None:
    live = asked(room, denying())
    assert confronted_in(live.state) == "m1"
    live.proceed()
    assert confronted_in(live.state) is None
    assert confronted_in(Interview()) is None


def test_the_fast_engine_sees_it(room: Room, minilm: MiniLM) -> None:
    asked = load_bank(bundled("corpus")).get("batch-norm-train-vs-inference")
    assert asked is not None
    session = replace(room.session(), bank=Bank((asked,)), engine=FastEngine(minilm))
    live = session.start("real", plan(asked.id, engine="fast"))
    live.ask_next()
    claim = "At inference the layer uses running averages of mean and variance that were collected during training"
    denial = "Batch norm normalises with the statistics of the incoming batch at inference as well"
    live.commit(f"{claim}. While training it takes the mean and variance of the current mini-batch.", 9.0)
    live.grade_pending()
    assert live.proceed() is not None
    live.commit(f"{denial}.", 9.0)
    live.grade_pending()
    probe = live.proceed()
    assert probe is not None
    assert (probe.asks_for, probe.confronts) == ("running-averages", "batch-at-inference")
    assert probe.text == f"Earlier you said “{claim}”; now you say “{denial}”. Which of the two holds, and why?"
    live.commit(f"The first: {claim[0].lower()}{claim[1:]}, so that one image does not depend on others.", 9.0)
    live.grade_pending()
    assert live.proceed() is None
    settled = next(one for one in outcome_of(live.turn).points if one.point.id == "running-averages")
    assert (settled.verdict, settled.help) == ("covered", "probe")
