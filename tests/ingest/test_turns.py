"""Talks written down: times before names, chatter before questions, answers over several turns, asides."""

import json
from pathlib import Path

import pytest

from interviewer.domain.document import Document
from interviewer.ingest.finding import NO_ANSWER
from interviewer.ingest.read import read_document

_TALK = (
    ("Kofi", "Hi Lena, how was your trip?"),
    ("Lena", "Long, but the train had coffee."),
    ("Kofi", "Good. Let's start. What does a foreign key guarantee?"),
    ("Lena", "Each value in the column exists in the table that it points to, or is empty."),
    ("Kofi", "Mm-hm."),
    ("Lena", "The database refuses a delete that would leave a row pointing to nothing."),
    ("Kofi", "Nice one. Lena, why would you denormalise a table?"),
    ("Lena", "To read without joins, when reads are many and writes are few."),
    ("Kofi", "Describe a covering index."),
    ("Lena", "It holds every column that the query wants, so the table is not read at all."),
    ("Kofi", "The table has two billion rows and one hot customer. What would you do?"),
    ("Lena", "Partition by customer and time, and give the hot one a partition of its own."),
    ("Kofi", "View or materialised view?"),
    ("Lena", "A view is computed on each read, a materialised view is stored and refreshed."),
    ("Kofi", "Where can people follow you?"),
    ("Lena", "I write a small newsletter about databases."),
)
_ASKED = [
    "What does a foreign key guarantee?",
    "why would you denormalise a table?",
    "Describe a covering index.",
    "The table has two billion rows and one hot customer. What would you do?",
    "View or materialised view?",
]


def _read(folder: Path, text: str, name: str = "talk.txt") -> Document:
    path = folder / name
    path.write_text(text)
    return read_document(path)


@pytest.mark.parametrize(
    "form",
    [
        "{who}: {text}\n",
        "[00:{n:02}:04] {who}: {text}\n\n",
        "00:{n:02} {who}: {text}\n\n",
        "({n}:12) {caps}: {text}\n\n",
        "{who} [00:{n:02}]: {text}\n\n",
        "{who} (00:{n:02}:10): {text}\n\n",
        "{who}  00:{n:02}\n{text}\n\n",
        "00:{n:02}:31 {who}\n{text}\n\n",
        "**{who}:** {text}\n\n",
    ],
)
def test_the_questions_of_a_talk_are_told_from_the_talk_around_them(tmp_path: Path, form: str) -> None:
    lines = (form.format(who=who, caps=who.upper(), text=text, n=10 + n) for n, (who, text) in enumerate(_TALK))
    found = _read(tmp_path, "".join(lines))
    assert [one.question for one in found.questions] == _ASKED
    first = " ".join(found.questions[0].answer.split())
    assert first.startswith("Each value in the column")
    assert first.endswith("pointing to nothing.")
    assert not any(word in first for word in ("Mm-hm", "Lena", "LENA"))


_MINUTES = """# Mock interview

## Opening

**AB:** Carla, can you hear me all right?

**CD:** Yes, the line is good now.

**AB:** What is a liveness probe?

**CD:** A check after whose failure the container is restarted.

Coffee break of ten minutes, the room was changed.

## Scaling

**AB:** Assume ten times the traffic tomorrow. Which part would you scale first?

**CD:** The part whose queue grows, for example:

- Note 1: web workers, if processors are busy
- Note 2: the pool, if they wait

*[14:20 - somebody at the door]*

The database only after its queries were looked at.

**AB:** Does caching help?

**CD:** Only where the same thing is read more often than it changes.

> *Note (EF): slow down here.*

**AB:** How would you test a failover?

**CD:** *(no answer, time was up)*

## Remarks

Calm, clear and on time.
"""


def test_minutes_hold_what_was_asked_and_said_and_nothing_is_drafted_from_their_sections(tmp_path: Path) -> None:
    found = _read(tmp_path, _MINUTES, "minutes.md")
    assert [one.question for one in found.questions] == [
        "What is a liveness probe?",
        "Assume ten times the traffic tomorrow. Which part would you scale first?",
        "Does caching help?",
    ]
    told = " ".join(one.answer for one in found.questions)
    assert "Note 2: the pool" in told
    assert told.count("queries were looked at") == 1
    assert not any(word in told for word in ("break", "door", "slow down", "time was up"))
    assert [one.reason for one in found.refused].count(NO_ANSWER) == 1


def test_the_first_turn_of_a_chat_is_read_without_its_greeting(tmp_path: Path) -> None:
    text = "hello there! quick question before my exam: what's the difference between a list and a tuple?"
    turns = [{"role": "user", "content": text}, {"role": "assistant", "content": "A tuple cannot be changed."}]
    found = _read(tmp_path, json.dumps({"messages": turns}) + "\n", "chats.jsonl")
    assert [one.question for one in found.questions] == ["what's the difference between a list and a tuple?"]


def test_an_echo_goes_on_and_what_is_put_off_or_talked_around_is_told_apart(tmp_path: Path) -> None:
    talk = """MARA: I read them out and you answer. Deal?

OTTO: Deal. My coffee is ready now.

MARA: A reader from Bergen wants to know: what is a canary release?

OTTO: A new version serves a small share of users first, and I stop before I widen it.

MARA: Before you widen it?

OTTO: Yes, if the error rate rises I go back to the old version at once.

MARA: You just said it, so: what is an error rate?

OTTO: The share of requests that fail, counted over a window of time.

MARA: The disk of a replica fills up on a Sunday, nobody is there, where would you look?

OTTO: At what grew since Friday, which mostly is logs that nobody rotates.

[Observer] Speaks a bit fast here.

MARA: What would you trace with a kernel probe? But we are out of time, so we keep that for another day.

OTTO: With pleasure, I will prepare it.
"""
    found = _read(tmp_path, talk)
    assert [one.question for one in found.questions] == [
        "what is a canary release?",
        "what is an error rate?",
        "The disk of a replica fills up on a Sunday, nobody is there, where would you look?",
    ]
    assert found.questions[0].answer.endswith("old version at once.")
    assert "fast" not in found.questions[2].answer


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (
            "What is a rope and who makes it? Pls name two fibres.",
            "What is a rope and who makes it? Pls name two fibres.",
        ),
        ("They asked me yesterday: why does rope stretch? I mumbled something.", "why does rope stretch?"),
        ("makes sense. And what does tar do, is it just a paint?", "what does tar do, is it just a paint?"),
        ("A rope breaks at night. The load was small. Where do you look?", None),
    ],
)
def test_what_a_turn_of_a_chat_asks_is_told_from_the_talk_around_it(tmp_path: Path, told: str, asked: str) -> None:
    turns = [{"role": "user", "content": told}, {"role": "assistant", "content": "It is twisted from fibres."}]
    found = _read(tmp_path, json.dumps({"messages": turns}) + "\n", "chats.jsonl")
    assert [one.question for one in found.questions] == [asked or told]
