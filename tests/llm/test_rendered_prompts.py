"""Every bundled prompt, rendered whole, is what was reviewed: a change shows here before a model sees it.

After a change read the difference that the failing test shows; then write the new text into `rendered/` by hand.
"""

import re
from pathlib import Path

import pytest

from interviewer.llm.prompts import read_prompt

PROMPTS = Path(__file__).parents[2] / "prompts"
RENDERED = Path(__file__).with_name("rendered")
NAMES = sorted(file.stem for file in PROMPTS.glob("*.md") if file.name != "README.md")
FIELD = re.compile(r"\{([a-z_]+)\}")


def rendered(file: Path) -> str:
    """Return a prompt as a model sees it, each input shown as its name in angle brackets."""
    prompt = read_prompt(file)
    wanted = FIELD.findall(prompt.system + prompt.user)
    parts = [f"[{said.role}]\n{said.content}" for said in prompt.messages(**{name: f"<{name}>" for name in wanted})]
    if prompt.reply:
        suffix = prompt.suffix(**{name: f"<{name}>" for name in FIELD.findall(prompt.suffix_text)})
        parts.append(f"[suffix]\n{suffix}")
    reply = " or ".join(prompt.reply) or prompt.schema or "text"
    return "\n".join([*parts, f"[reply] {reply}", f"[{prompt.name} {prompt.version}]", ""])


@pytest.mark.parametrize("name", NAMES)
def test_a_prompt_renders_as_reviewed(name: str) -> None:
    assert rendered(PROMPTS / f"{name}.md") == (RENDERED / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_prompt_is_named_as_its_file(name: str) -> None:
    assert read_prompt(PROMPTS / f"{name}.md").name == name


def test_no_rendering_is_left_of_a_prompt_that_is_gone() -> None:
    assert sorted(file.stem for file in RENDERED.iterdir()) == NAMES
