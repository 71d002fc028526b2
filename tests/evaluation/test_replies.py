"""A chat model's replies on disk: what is asked again, what is not, and how long a reader is said to have waited."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.errors import ModelUnavailable
from interviewer.evaluation.replies import KeptChat
from interviewer.llm.local_model import Reply, Said
from tests.llm.scripted import ScriptedChat

ASK = [Said("user", "What?")]
OTHER = [Said("user", "Why?")]


@dataclass
class Clock:
    """Stands still but for what a test lets pass."""

    now: float = 0.0

    def __call__(self) -> float:
        """Return the seconds so far."""
        return self.now


@dataclass
class Slow:
    """A chat model whose words take a second each, with as much time as the call has."""

    clock: Clock
    words: Sequence[str] = ("one", "two", "three")
    name: str = "slow"
    calls: int = 0
    ended: list[str] = field(default_factory=list)

    def stream(
        self,
        messages: Sequence[Said],  # noqa: ARG002 - the port's signature
        *,
        most: int = 9,  # noqa: ARG002
        within: float = 9.0,
        schema: object = None,  # noqa: ARG002
    ) -> Generator[Reply]:
        """Yield the words."""
        self.calls += 1
        began = self.clock.now
        for place, word in enumerate(self.words, 1):
            self.clock.now = began + min(place, within)
            if place > within:
                raise ModelUnavailable(f"Nothing within {within} s.")
            yield Reply(word, "", 0, 0)
        self.ended.append("whole")
        yield Reply("", "stop", 5, len(self.words))

    def complete(self, messages: Sequence[Said], *, most: int = 9, within: float = 9.0, schema: object = None) -> Reply:
        """Return the words joined."""
        parts = list(self.stream(messages, most=most, within=within, schema=schema))
        return Reply("".join(part.text for part in parts), "stop", 5, len(self.words))


def kept(slow: Slow, folder: Path, patience: float = 0.0, *, fresh: bool = False) -> KeptChat:
    """Return the model with its replies kept."""
    return KeptChat(slow, "weights", folder, patience=patience, fresh=fresh, timer=slow.clock)


def said(chat: KeptChat, within: float = 9.0) -> str:
    """Return a whole reply."""
    return "".join(part.text for part in chat.stream(ASK, within=within))


def test_a_reply_is_asked_for_once_and_told_with_its_times_by_another_process(tmp_path: Path) -> None:
    slow = Slow(Clock())
    first, again = kept(slow, tmp_path), kept(slow, tmp_path)
    assert said(first) == said(first) == "onetwothree"
    again = kept(slow, tmp_path)
    assert list(again.stream(ASK)) == [Reply(one, "", 0, 0) for one in slow.words] + [Reply("", "stop", 5, 3)]
    assert (slow.calls, first.waited, again.waited) == (1, 3.0, 3.0)
    whole = again.complete(ASK)
    assert (whole.text, whole.finish, whole.reply_tokens, slow.calls) == ("onetwothree", "stop", 3, 1)


@pytest.mark.parametrize("change", ["messages", "most", "weights", "fresh"])
def test_another_question_is_another_reply(tmp_path: Path, change: str) -> None:
    chat = ScriptedChat(["a b", "c d"])
    KeptChat(chat, "weights", tmp_path).complete(ASK)
    second = KeptChat(chat, "others" if change == "weights" else "weights", tmp_path, fresh=change == "fresh")
    told = second.complete(OTHER if change == "messages" else ASK, most=7 if change == "most" else 400)
    assert (told.text, len(chat.asked)) == ("c d", 2)


def test_who_has_had_enough_waited_only_so_long_and_the_rest_is_kept(tmp_path: Path) -> None:
    slow = Slow(Clock())
    chat = kept(slow, tmp_path)
    stream = chat.stream(ASK, within=9.0)
    assert [part.text for part in islice(stream, 1)] == ["one"]
    stream.close()
    assert (chat.waited, slow.ended) == (1.0, ["whole"])
    assert said(chat) == "onetwothree"
    assert (chat.waited, slow.calls) == (3.0, 1)


def test_what_did_not_come_in_time_is_not_waited_for_again_unless_there_is_more_time(tmp_path: Path) -> None:
    slow = Slow(Clock())
    for _ in range(2):
        chat = kept(slow, tmp_path)
        with pytest.raises(ModelUnavailable, match="slow gave no whole reply within 2 s"):
            said(chat, within=2.0)
        assert chat.waited == 2.0
    assert slow.calls == 1
    patient = kept(slow, tmp_path, patience=9.0)
    assert said(patient, within=2.0) == "onetwothree"
    assert (slow.calls, patient.waited) == (2, 3.0)
    with pytest.raises(ModelUnavailable, match="within 2 s"):
        said(kept(slow, tmp_path), within=2.0)
    assert slow.calls == 2, "what came too late for a person is late again"


def test_a_failure_is_no_reply(tmp_path: Path) -> None:
    chat = ScriptedChat([ModelUnavailable("It is gone."), "back again"])
    held = KeptChat(chat, "weights", tmp_path)
    with pytest.raises(ModelUnavailable, match="It is gone"):
        held.complete(ASK)
    assert held.complete(ASK).text == "back again"


@given(st.integers(0, 500))
def test_a_file_cut_off_at_any_byte_is_gone_on_with(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("kept")
    slow = Slow(Clock())
    expected = said(kept(slow, folder))
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:cut])
    assert said(kept(slow, folder)) == said(kept(slow, folder)) == expected
    assert slow.calls <= 2
