"""Puts an answer to a chat model as judge: for verdicts at once, or for its claims first and for verdicts then."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from interviewer.domain.errors import ModelError
from interviewer.domain.grade import Judging
from interviewer.grading.verdicts import Claims, Held, Verdicts, listed, points_of, verdicts_on, wrongs_of
from interviewer.llm.local_model import Said
from interviewer.llm.port import Chat
from interviewer.llm.prompts import neutral, neutral_line, read_prompt, untrusted
from interviewer.llm.structured import Parsed, ask, read_forms

MOST_SHOWN = 6_000
"""Characters of an answer that a judge sees, as many as the local model does."""
_MOST_LINE = 600  # characters of a question, a key point or a misconception
_TOKENS_A_POINT = 75
"""An entry takes about 25 for its form and 40 for 25 words of quote."""
_TOKENS_BESIDE = 120
_CLAIMS_TOKENS = 400
_PATIENCE_S = 60.0
"""Seconds for one reply, the second attempt at a usable one included."""


@dataclass(frozen=True, slots=True)
class Source:
    """A chat model: its name `provider:model`, the address that it is at, and what opens it or raises ModelError."""

    name: str
    url: str
    chat: Callable[[], Chat]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is judged: a question, the candidate's words, and the texts of key points and misconceptions."""

    question: str
    answer: str
    points: tuple[str, ...]
    wrongs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge said by places in what was asked, unverified; nothing where `judging.failed` says why."""

    judging: Judging
    points: dict[int, Held]
    wrongs: dict[int, str]


class ChatJudge:
    """Asks one chat model. With `commits` it lists the answer's claims before it has seen what is to be judged."""

    def __init__(self, source: Source, prompts: Path, *, commits: bool = False) -> None:
        """Read the prompts. Raises UsageError for a faulty one."""
        self.name = source.name
        self._source = source
        self._commits = commits
        self._forms = read_forms(prompts)
        self._judge = read_prompt(prompts / "judge.md")
        self._claims = read_prompt(prompts / "judge-claims.md")
        self._committed = read_prompt(prompts / "judge-committed.md")
        self._judge.check_schema(Verdicts)
        self._claims.check_schema(Claims)
        self._committed.check_schema(Verdicts)

    @property
    def prompts(self) -> str:
        """Hash of the prompts that a judging goes by."""
        used = (self._claims, self._committed) if self._commits else (self._judge,)
        parts = " ".join([*(one.sha256 for one in used), self._forms.sha256])
        return hashlib.sha256(parts.encode()).hexdigest()

    @property
    def identity(self) -> str:
        """Changes with the model's name, its address and the prompts; weights behind a name may change unseen."""
        return f"{self._source.name} {self._source.url} {self.prompts}"

    def judge(self, asked: Asked) -> Judgement:
        """Return what the model says. Raises no ModelError: what went wrong is in `judging.failed`."""
        judging = Judging(self.name, self.prompts)
        try:
            chat = self._source.chat()
        except ModelError as error:
            return _failed(judging, str(error))
        messages = self._claimed(chat, asked, judging) if self._commits else _Ready(self._whole(asked), judging)
        if isinstance(messages, Judgement):
            return messages
        most = _TOKENS_BESIDE + _TOKENS_A_POINT * (len(asked.points) + len(asked.wrongs))
        form = verdicts_on(len(asked.points), len(asked.wrongs))
        reply = ask(chat, messages.said, form, self._forms, most=most, within=_PATIENCE_S)
        if not isinstance(reply, Parsed):
            return _failed(messages.judging, reply.reason)
        counted = _counted(messages.judging, reply)
        return Judgement(counted, points_of(reply.value, len(asked.points)), wrongs_of(reply.value, len(asked.wrongs)))

    def _whole(self, asked: Asked) -> list[Said]:
        return self._judge.messages(**_told(asked), **_rubric(asked))

    def _claimed(self, chat: Chat, asked: Asked, judging: Judging) -> "_Ready | Judgement":
        """Return the conversation in which the model has committed itself to what the answer claims."""
        begun = self._claims.messages(**_told(asked))
        reply = ask(chat, begun, Claims, self._forms, most=_CLAIMS_TOKENS, within=_PATIENCE_S)
        if not isinstance(reply, Parsed):
            return _failed(judging, reply.reason)
        claims = "\n".join(f"- {neutral_line(one, _MOST_LINE)}" for one in reply.value.claims) or "(no claims)"
        said = [*begun, Said("assistant", neutral(claims)), *self._committed.messages(**_rubric(asked))]
        return _Ready(said, _counted(judging, reply))


@dataclass(frozen=True, slots=True)
class _Ready:
    """The messages to send, and what was used on the way to them."""

    said: list[Said]
    judging: Judging


def _told(asked: Asked) -> dict[str, str]:
    shown = untrusted(asked.answer, MOST_SHOWN)
    return {"question": neutral_line(asked.question, _MOST_LINE), "answer": shown.text, "nonce": shown.nonce}


def _rubric(asked: Asked) -> dict[str, str]:
    def lines(texts: Sequence[str]) -> list[str]:
        return [neutral_line(text, _MOST_LINE) for text in texts]

    return {"points": listed("P", lines(asked.points)), "misconceptions": listed("M", lines(asked.wrongs))}


def _counted(judging: Judging, reply: "Parsed[Verdicts] | Parsed[Claims]") -> Judging:
    return replace(
        judging,
        prompt_tokens=judging.prompt_tokens + reply.prompt_tokens,
        reply_tokens=judging.reply_tokens + reply.reply_tokens,
        note=reply.note or judging.note,
    )


def _failed(judging: Judging, reason: str) -> Judgement:
    return Judgement(replace(judging, failed=reason), {}, {})
