"""Draws the pictures of the docs from a real interview: `python docs/pictures.py`, where `make test` works."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from interviewer.tui.app import InterviewerApp
    from interviewer.tui.screens.interview import InterviewScreen

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
WIDTH = 1200
QUESTION = "batch-norm-train-vs-inference"
ANSWER = """In training it normalises each feature with the mean and variance of the current batch, and keeps a
running average of both. At inference there may be just one example, so it uses those running averages
instead and the output no longer depends on the rest of the batch."""
SECOND = (
    "The same input would get another prediction with every other batch that it is in, and a batch of one breaks it"
)


async def draw(folder: Path) -> None:
    """Answer one question; write the screen before and after its first answer, and with the mark."""
    from interviewer.bank.load import Bank
    from interviewer.interview.plan import Wish
    from interviewer.tui.app import InterviewerApp
    from interviewer.tui.screens.feedback import FeedbackScreen
    from interviewer.wiring import application
    from tests.tui.parts import answering, on, wait_until

    with application({"model": "none"}) as app:
        one = app.bank.get(QUESTION)
        if one is None:
            raise SystemExit(f"{QUESTION} is not in the bank")
        app.__dict__["bank"] = Bank((one,))
        program = InterviewerApp(app, Wish(count=1))
        async with program.run_test(size=(120, 34)) as pilot:
            screen = await answering(pilot)
            await wait_until(pilot, lambda: app.model_ready)
            await type_in(pilot, screen, ANSWER.replace("\n", " "))
            program.save_screenshot("question.svg", str(folder))
            await hand_in(pilot, program, screen)
            await type_in(pilot, screen, SECOND)
            program.save_screenshot("interview.svg", str(folder))
            while not isinstance(program.screen, FeedbackScreen):
                await hand_in(pilot, program, screen)
                await type_in(pilot, screen, "No idea.")
            await on(pilot, FeedbackScreen)
            await pilot.pause()
            program.save_screenshot("feedback.svg", str(folder))


async def type_in(pilot: "Pilot[None]", screen: "InterviewScreen", text: str) -> None:
    """Type an answer, where one is waited for."""
    if pilot.app.screen is screen:
        screen.editor.restore(text)
        await pilot.pause()


async def hand_in(pilot: "Pilot[None]", program: "InterviewerApp", screen: "InterviewScreen") -> None:
    """Hand it in and wait for what comes next."""
    from tests.tui.parts import live, wait_until

    asked = len(live(screen).turn.follow_ups)
    await pilot.press("ctrl+s")
    await wait_until(pilot, lambda: program.screen is not screen or len(live(screen).turn.follow_ups) > asked)


def png(svg: str) -> bytes:
    """Return a picture as PNG; matplotlib brings the font, so that it looks the same wherever it is drawn."""
    import matplotlib
    import resvg_py

    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg.replace("Fira Code", "DejaVu Sans Mono").replace("arial", "DejaVu Sans"),
            width=WIDTH,
            skip_system_fonts=True,
            font_files=[str(fonts / f"DejaVuSans{kind}.ttf") for kind in ("Mono", "Mono-Bold", "", "-Bold")],
            monospace_family="DejaVu Sans Mono",
        )
    )


def main() -> None:
    """Draw into this folder."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["INTERVIEWER_HOME"] = str(Path(temporary) / "home")
        asyncio.run(draw(Path(temporary)))
        for name in ("question", "interview", "feedback"):
            (HERE / f"{name}.png").write_bytes(png((Path(temporary) / f"{name}.svg").read_text("utf-8")))


if __name__ == "__main__":
    main()
