"""An object asked of a model: what is mended, what is asked again, and what never becomes a value."""

import contextlib
import json
import re
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from interviewer.domain.errors import ModelUnavailable
from interviewer.llm.consent import Consents
from interviewer.llm.form import form_of, wire_schema
from interviewer.llm.local_model import LocalModel, Said
from interviewer.llm.mend import MOST_MENDED, NotFound, find
from interviewer.llm.opening import open_chat
from interviewer.llm.spending import Spending
from interviewer.llm.structured import Parsed, Unscored, ask, read_forms
from interviewer.llm.talk import Talker
from tests.llm.host import Breaks, Fails, Says, Turn, serving
from tests.llm.scripted import ScriptedChat

FORMS = read_forms(Path(__file__).parents[2] / "prompts")
ASKED = [Said("system", "You mark."), Said("user", "The answer: a lock.")]


class Part(BaseModel):
    """One key point's verdict."""

    model_config = ConfigDict(extra="forbid")

    id: str
    verdict: Literal["covered", "missing"]


class Verdict(BaseModel):
    """What the tests ask for."""

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["covered", "missing"] = Field(description="about the key point")
    score: float = Field(ge=0, le=1)
    quote: str | None = Field(max_length=200)
    points: list[Part] = []


GOOD = '{"verdict": "covered", "score": 0.5, "quote": "a lock", "points": [{"id": "k1", "verdict": "missing"}]}'
MEANT = Verdict.model_validate_json(GOOD)
OTHER = GOOD.replace('"covered"', '"missing"')

MENDED = {
    "fenced": f"```json\n{GOOD}\n```",
    "fence without an end": f"```\n{GOOD}",
    "prose around": f"Sure, here it is:\n{GOOD}\nAnything else?",
    "braces in the prose": f"For the set {{a, b}}: {GOOD}",
    "trailing commas": GOOD.replace("]}", "],}").replace('"missing"}', '"missing",}'),
    "single quotes": GOOD.replace('"', "'"),
    "smart quotes": re.sub(r'"([^"]*)"', r"“\1”", GOOD),
    "names without quotes": re.sub(r'"(\w+)":', r"\1:", GOOD),
    "a comma forgotten": GOOD.replace('0.5,', "0.5"),
    "a comment": GOOD.replace("0.5,", "0.5, // half\n"),
    "thought aloud": f"<think>Perhaps {OTHER}?</think>\n{GOOD}",
    "said twice": f"{GOOD}\n{GOOD}",
    "an object in a list": f"[{GOOD}]",
    "an object in a string": json.dumps(GOOD),
    "the schema first": f"{json.dumps(Verdict.model_json_schema())}\n{GOOD}",
}  # fmt: skip
REFUSED = {
    "nothing": "",
    "None": "None",
    "prose": "I cannot help with that.",
    "the schema alone": json.dumps(Verdict.model_json_schema()),
    "NaN": GOOD.replace("0.5", "NaN"),
    "a number in words": GOOD.replace("0.5", '"0.5"'),
    "eleven of five": GOOD.replace("0.5", "11"),
    "a wrong word": GOOD.replace('"covered"', '"excellent"'),
    "a field too many": GOOD.replace("]}", '], "grade": 5}'),
    "a field forgotten": GOOD.replace('"score": 0.5, ', ""),
    "a field with a default forgotten": GOOD[: GOOD.index(', "points"')] + "}",
    "a field twice": GOOD.replace('"score"', '"verdict": "missing", "score"'),
    "two objects": f"{GOOD}\n{OTHER}",
    "thought without an end": f"<think>{GOOD}",
    "cut in a list": GOOD[: GOOD.index('"k1"')],
    "cut in a number": '{"verdict": "covered", "quote": null, "points": [], "score": 0.9',
    "cut in a text": GOOD[: GOOD.index(" lock")],
    "nested without end": '{"a":' * 3_000,
    "far too long": GOOD + " " * 10 + "x" * MOST_MENDED,
}


def test_what_is_whole_is_taken_as_it_is() -> None:
    found = find(GOOD, Verdict)
    assert (found.value, found.mended) == (MEANT, False)
    assert find(f"  {GOOD}\n", Verdict).mended is False


@pytest.mark.parametrize("shape", MENDED)
def test_what_can_only_mean_one_thing_is_mended(shape: str) -> None:
    found = find(MENDED[shape], Verdict)
    assert (found.value, found.mended) == (MEANT, True)


@pytest.mark.parametrize("shape", REFUSED)
def test_what_is_no_answer_becomes_none(shape: str) -> None:
    with pytest.raises(NotFound) as refusal:
        find(REFUSED[shape], Verdict)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 100


@given(st.integers(1, len(GOOD) - 1))
def test_a_reply_cut_anywhere_is_never_completed(length: int) -> None:
    with pytest.raises(NotFound):
        find(GOOD[:length], Verdict)


@given(st.text() | st.text(alphabet="{}[]\"',:\\ae0.“<think>\n", max_size=60))
def test_no_text_ends_the_program(text: str) -> None:
    with contextlib.suppress(NotFound):
        assert isinstance(find(text, Verdict).value, Verdict)


@given(st.text(), st.text())
def test_an_object_survives_what_stands_around_it(quote: str, prose: str) -> None:
    meant = Verdict(verdict="covered", score=1.0, quote=quote[:200], points=[])
    around = prose.replace("{", "").replace("<", "").replace('"', "")
    assert find(f"{around} {meant.model_dump_json()}", Verdict).value == meant


def test_the_first_good_reply_is_taken() -> None:
    chat = ScriptedChat([GOOD])
    reply = ask(chat, ASKED, Verdict, FORMS, most=50)
    assert isinstance(reply, Parsed)
    assert (reply.value, reply.note) == (MEANT, None)
    [call] = chat.asked
    assert call.schema is Verdict
    assert call.messages[0] == ASKED[0]
    assert call.messages[1].content == (
        "The answer: a lock.\n\nReply with one JSON object and nothing else, of this form:\n"
        '{"verdict": "covered" or "missing" (about the key point), "score": number from 0 to 1, '
        '"quote": text of at most 200 characters or null, '
        '"points": [{"id": text, "verdict": "covered" or "missing"}, …]}'
    )


def test_a_mended_reply_says_so() -> None:
    reply = ask(ScriptedChat([f"Here: {GOOD}"]), ASKED, Verdict, FORMS)
    assert isinstance(reply, Parsed)
    assert reply.note == "mended"


@pytest.mark.parametrize("shape", REFUSED)
def test_a_bad_reply_is_asked_for_once_more(shape: str) -> None:
    chat = ScriptedChat([REFUSED[shape], GOOD])
    reply = ask(chat, ASKED, Verdict, FORMS, most=10_000)
    assert isinstance(reply, Parsed)
    assert (reply.value, reply.note) == (MEANT, "asked a second time")
    assert [one.role for one in chat.asked[1].messages] == ["system", "user", "assistant", "user"]
    assert "cannot be used" in chat.asked[1].messages[-1].content
    assert all(one.content for one in chat.asked[1].messages)


def test_two_bad_replies_are_no_score() -> None:
    chat = ScriptedChat(["prose", GOOD.replace("0.5", "11")])
    reply = ask(chat, ASKED, Verdict, FORMS)
    assert reply == Unscored(
        "scripted gave no usable reply, twice: it held no JSON object; score: Input should be less than or equal to 1."
    )


def test_a_fault_is_no_score_and_its_line_is_the_reason() -> None:
    assert ask(ScriptedChat([ModelUnavailable("Down.")]), ASKED, Verdict, FORMS) == Unscored("Down.")
    assert ask(ScriptedChat(["prose", ModelUnavailable("Down.")]), ASKED, Verdict, FORMS) == Unscored("Down.")


def test_without_time_nothing_is_asked_again() -> None:
    reply = ask(ScriptedChat(["prose"]), ASKED, Verdict, FORMS, within=0.5)
    assert isinstance(reply, Unscored)
    assert "no time" in reply.reason


def test_the_form_of_every_kind_of_field() -> None:
    class Many(BaseModel):
        yes: bool
        count: int = Field(ge=1, le=5)
        fixed: Literal[3]

    assert form_of(Many) == '{"yes": true or false, "count": whole number from 1 to 5, "fixed": 3}'


def test_hosts_are_asked_for_every_field() -> None:
    sent = wire_schema(Verdict)
    assert sent["required"] == ["verdict", "score", "quote", "points"]
    assert sent["additionalProperties"] is False
    assert "default" not in json.dumps(sent)


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.usefixtures("local_network")
class TestOverHttp:
    """The same through LangChain's client and a host that is faulty in turn."""

    def reply(self, folder: Path, *script: Turn, calls: int) -> Parsed[Verdict] | Unscored:
        """Ask a host with this script, and check how often it was called."""
        with serving(*script) as host:
            reply = ask(self.chat(folder, host.url), ASKED, Verdict, FORMS, most=200, within=10)
            assert len(host.asked) == calls
            wish = host.asked[0]["response_format"]["json_schema"]
            assert wish == {"name": "Verdict", "strict": True, "schema": wire_schema(Verdict)}
            return reply

    def chat(self, folder: Path, url: str) -> Talker:
        """Open the chat model at `url`."""
        consents = Consents(folder / "hosts.json")
        consents.give(url.split("/")[2], "2026-01-01")
        return open_chat(
            "openai:m",
            local=self.no_local_model,
            consents=consents,
            spending=Spending(),
            base_url=url,
            pause=lambda _: None,
        )

    def no_local_model(self) -> LocalModel:
        """Fail: no test here is about the local model."""
        pytest.fail("the local model was asked for")

    def test_a_schema_that_the_host_heeds(self, tmp_path: Path) -> None:
        reply = self.reply(tmp_path, Says(GOOD), calls=1)
        assert isinstance(reply, Parsed)
        assert (reply.value, reply.note, reply.reply_tokens) == (MEANT, None, 7)

    def test_a_grammar_that_fails_open_is_mended_or_asked_again(self, tmp_path: Path) -> None:
        reply = self.reply(tmp_path, Says("Covered, I would say."), Says(f"```json\n{GOOD}\n```"), calls=2)
        assert isinstance(reply, Parsed)
        assert (reply.value, reply.note, reply.reply_tokens) == (MEANT, "asked a second time", 14)

    def test_a_host_without_schemas_is_told_the_form_in_words(self, tmp_path: Path) -> None:
        reply = self.reply(tmp_path, Fails(400), Says(GOOD), calls=2)
        assert isinstance(reply, Parsed)
        assert reply.value == MEANT

    def test_a_reply_cut_by_its_limit_is_asked_again(self, tmp_path: Path) -> None:
        reply = self.reply(tmp_path, Says(GOOD[:60], finish="length"), Says(GOOD), calls=2)
        assert isinstance(reply, Parsed)
        assert reply.note == "asked a second time"

    @pytest.mark.parametrize(
        ("script", "calls", "said"),
        [
            ([Fails(401)], 1, "refused the key"),
            ([Fails(429)] * 3, 3, "too busy"),
            ([Fails(500)] * 3, 3, "failed"),
            ([Breaks(GOOD[:40])], 1, "broke off|hung up"),
            ([Breaks(GOOD[:40], clean=True)], 1, "broke off"),
            ([Says(GOOD, tokens=3)], 1, "dropped a part"),
            ([Says(" " * 400, forever=True)], 1, "did not stop"),
            ([Says("no"), Says("no")], 2, "no usable reply, twice"),
            ([Says("no"), Fails(401)], 2, "refused the key"),
        ],
    )
    def test_what_goes_wrong_is_one_line_and_no_score(
        self, tmp_path: Path, script: list[Turn], calls: int, said: str
    ) -> None:
        reply = self.reply(tmp_path, *script, calls=calls)
        assert isinstance(reply, Unscored)
        assert any(one in reply.reason for one in said.split("|"))
        assert "\n" not in reply.reason
