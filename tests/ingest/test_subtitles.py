"""Transcripts as subtitles: turns of speakers are put together from cues, without numbers and times."""

from pathlib import Path

import pytest

from interviewer.ingest.subtitles import without_cues
from tests.ingest.documents import read_text

VTT = """WEBVTT

NOTE made by a machine

1
00:01.000 --> 00:06.500 align:start
<v Ines>Welcome back. What is bark,

2
00:06.500 --> 00:09.000
<v Ines>and who needs it?</v>

00:09.200 --> 00:15.000
<v Omar>It is the <i>outer</i> layer.

00:15.000 --> 00:21.000
<v Omar>It keeps <00:17.000>water in.

00:21.500 --> 00:24.000
<v Ines>Okay. Why does sap rise?

00:24.500 --> 00:32.000
<v Omar>Leaves pull it: a column under tension.
"""
SRT = """1
00:00:01,000 --> 00:00:06,500
Ines: Welcome back. What is bark,
and who needs it?

2
00:00:09,200 --> 00:00:15,000
Omar: It is the <font color="red">outer</font> layer.

3
00:00:15,000 --> 00:00:21,000
It keeps water in.

4
00:00:21,500 --> 00:00:24,000
Ines: Okay. Why does sap rise?

5
00:00:24,500 --> 00:00:32,000
Omar: Leaves pull it: a column
under tension.
"""
FOUND = [
    ("What is bark, and who needs it?", "It is the outer layer. It keeps water in."),
    ("Why does sap rise?", "Leaves pull it: a column under tension."),
]


@pytest.mark.parametrize(("name", "text"), [("talk.vtt", VTT), ("talk.srt", SRT), ("talk.txt", VTT), ("talk.txt", SRT)])
def test_turns_are_questions_and_answers(tmp_path: Path, name: str, text: str) -> None:
    document = read_text(tmp_path, text, name)
    assert [(one.question, one.answer) for one in document.questions] == FOUND


def test_a_turn_stands_on_its_first_line() -> None:
    lines = SRT.split("\n")
    told = without_cues(lines)
    assert len(told) == len(lines)
    assert told[2] == "Ines: Welcome back. What is bark, and who needs it?"
    assert told[7] == "Omar: It is the outer layer. It keeps water in."
    assert {line for line in told if "-->" in line or line.isdecimal()} == set()


def test_without_speakers_a_line_is_a_sentence() -> None:
    cues = ["Bark is the", "outer layer.", "Sap is a juice.", "It rises"]
    lines = [line for text in cues for line in ("00:01.000 --> 00:02.000", text, "")]
    assert [line for line in without_cues(lines) if line] == ["Bark is the outer layer.", "Sap is a juice.", "It rises"]


def test_cues_inside_another_text_stay() -> None:
    cues = [line for _ in range(3) for line in ("00:01.000 --> 00:02.000", "Bark.", "")]
    lines = ["What is a cue?", "A time and a text.", "It may look so:", "", *cues]
    assert without_cues(lines) == tuple(lines)


def test_many_cues_take_linear_time() -> None:
    lines = [line for _ in range(60_000) for line in ("00:01.000 --> 00:02.000", "and so on", "")]
    assert len(without_cues(lines)) == len(lines)
