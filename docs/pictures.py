"""Draws the pictures of the docs from a real interview: `python docs/pictures.py` (needs rsvg-convert)."""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
QUESTION = "batch-norm-train-vs-inference"
ANSWER = """In training it normalises each feature with the mean and variance of the current batch, and keeps a
running average of both. At inference there may be just one example, so it uses those running averages
instead and the output no longer depends on the rest of the batch."""


async def draw(folder: Path) -> None:
    """Answer one question and write the screen before and after the mark."""
    from interviewer.bank.load import Bank
    from interviewer.interview.plan import Wish
    from interviewer.tui.app import InterviewerApp
    from interviewer.tui.screens.feedback import FeedbackScreen
    from interviewer.wiring import application
    from tests.tui.parts import answering, live, on, wait_until

    with application() as app:
        one = app.bank.get(QUESTION)
        if one is None:
            raise SystemExit(f"{QUESTION} is not in the bank")
        app.__dict__["bank"] = Bank((one,))
        program = InterviewerApp(app, Wish(count=1))
        async with program.run_test(size=(120, 34)) as pilot:
            screen = await answering(pilot)
            await wait_until(pilot, lambda: app.model_ready)
            screen.editor.restore(ANSWER.replace("\n", " "))
            await pilot.pause()
            program.save_screenshot("question.svg", str(folder))
            for answer in (None, "No idea.", "No idea."):
                if isinstance(program.screen, FeedbackScreen):
                    break
                if answer:
                    screen.editor.restore(answer)
                    await pilot.pause()
                asked = len(live(screen).turn.follow_ups)
                await pilot.press("ctrl+s")
                await wait_until(
                    pilot,
                    lambda asked=asked: program.screen is not screen or len(live(screen).turn.follow_ups) > asked,
                )
            await on(pilot, FeedbackScreen)
            await pilot.pause()
            program.save_screenshot("feedback.svg", str(folder))


def main() -> None:
    """Draw into this folder."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["INTERVIEWER_HOME"] = str(Path(temporary) / "home")
        asyncio.run(draw(Path(temporary)))
        for name in ("question", "feedback"):
            subprocess.run(
                [
                    "rsvg-convert",
                    "--width",
                    "1200",
                    "-o",
                    str(HERE / f"{name}.png"),
                    str(Path(temporary) / f"{name}.svg"),
                ],
                check=True,
            )


if __name__ == "__main__":
    main()
