"""The debrief on the report screen: as written at once, in a model's words once they are there."""

from collections.abc import Callable
from dataclasses import replace

from interviewer.config.paths import bundled
from interviewer.domain.errors import ModelError, ModelUnavailable
from interviewer.interview.plan import Wish
from interviewer.interview.retelling import Retelling
from interviewer.llm.prompts import read_prompt
from interviewer.tui.app import InterviewerApp
from interviewer.wiring import Application
from tests.llm.scripted import ScriptedChat
from tests.support import question
from tests.tui.parts import answering, at_report, finish_feedback, shown, wait_until

Use = Callable[..., Application]


def telling(application: Application, *script: str | ModelError) -> ScriptedChat:
    """Let a scripted model tell the debrief."""
    chat = ScriptedChat(list(script))
    prompt = read_prompt(bundled("prompts") / "debrief-sentence.md")
    application.chats.__dict__["retelling"] = Retelling(lambda: chat, prompt)
    return chat


async def test_the_debrief_is_on_the_report_with_its_citations(with_questions: Use) -> None:
    asked = replace(question("q0", topic="shapes"), difficulty=3)
    app = InterviewerApp(with_questions(asked), Wish(mode="mock", count=1))
    async with app.run_test(size=(120, 34)) as pilot:
        await answering(pilot)
        await pilot.press(*"a good one", "ctrl+s")
        await at_report(pilot)
        await wait_until(pilot, lambda: "You answered one question and covered every point" in shown(app))
        assert "[q1.a1 k0]" in shown(app)
        assert "What was missed" not in shown(app)


async def test_a_models_words_come_after_the_written_ones_and_are_written_to_the_file(with_questions: Use) -> None:
    application = with_questions(replace(question("q0"), difficulty=3))
    words = "You covered every point on your own, in the one question that you answered: all of it."
    chat = telling(application, words, ModelUnavailable("It is gone."))
    app = InterviewerApp(application, Wish(mode="mock", count=1))
    async with app.run_test(size=(120, 34)) as pilot:
        await answering(pilot)
        await pilot.press(*"a good one", "ctrl+s")
        await at_report(pilot)
        await wait_until(pilot, lambda: "in the one question that you answered" in shown(app))
        assert "you put the core as" in " ".join(shown(app).split()), "what the model did not tell stands as written"
        await pilot.press("w")
        folder = application.paths.data / "reports"
        await wait_until(pilot, lambda: any(folder.glob("*.md")))
        assert words in next(folder.glob("*.md")).read_text("utf-8")
    assert len(chat.asked) == 2


async def test_an_unfinished_interview_is_not_told_by_a_model(with_questions: Use) -> None:
    application = with_questions()
    chat = telling(application)
    app = InterviewerApp(application, Wish(count=2))
    async with app.run_test(size=(120, 34)) as pilot:
        screen = await answering(pilot)
        await pilot.press(*"a good one", "ctrl+s")
        await finish_feedback(pilot)
        await answering(pilot, 2)
        [stored] = application.interviews()
        screen.program.show_report(stored)
        await at_report(pilot)
        await wait_until(pilot, lambda: "Question 2 is still open." in shown(app))
    assert chat.asked == []
