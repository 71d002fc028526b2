"""A judge at our own port that says what a test wrote down, and fails when its script has run out."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from interviewer.domain.errors import ModelError
from interviewer.domain.grade import Verdict
from interviewer.grading.chat_judge import ChatJudge, Source
from interviewer.grading.fast import FastEngine
from interviewer.grading.judge import JudgeEngine
from interviewer.grading.panel import PanelEngine
from interviewer.llm.port import Chat
from tests.llm.scripted import ScriptedChat

PROMPTS = Path(__file__).parents[2] / "prompts"
NAME = "judge:scripted:one"
MODEL = "scripted:one"
Line = str | ModelError
Held = tuple[Verdict, str]
"""A verdict and its quote."""


def verdicts(points: Sequence[Held], wrongs: Mapping[str, str] | None = None, **more: object) -> str:
    """Return a judge's reply: the key points in order, misconceptions by label, and whatever else it is to hold."""
    said = [{"id": f"P{n}", "quote": quote, "verdict": verdict} for n, (verdict, quote) in enumerate(points, 1)]
    asserted = [{"id": label, "quote": quote} for label, quote in (wrongs or {}).items()]
    return json.dumps({"key_points": said, "misconceptions": asserted} | more)


def chat_judge(opened: Callable[[], Chat], *, commits: bool = False, url: str = "http://scripted") -> ChatJudge:
    """Return a judge over a chat model, with the bundled prompts."""
    return ChatJudge(Source(MODEL, url, opened), PROMPTS, commits=commits)


class Bench:
    """The engine under test and the chat that it asks."""

    def __init__(
        self, fast: FastEngine, *script: Line, panel: PanelEngine | None = None, commits: bool = False
    ) -> None:
        self.chat = ScriptedChat(list(script), MODEL)
        self.engine = JudgeEngine(NAME, fast, chat_judge(lambda: self.chat, commits=commits), panel)

    @property
    def shown(self) -> str:
        """The last message of the last call."""
        return self.chat.asked[-1].messages[-1].content
