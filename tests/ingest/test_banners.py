"""Banners about cookies and boxes that sell a subscription are no part of an answer; what only resembles them is."""

from pathlib import Path

import pytest

from tests.ingest.documents import read_text

BANNERS = [
    "We value your privacy",
    "Your privacy matters to us",
    "We and our 87 partners store and read information on a device.",
    "We use cookies to give you the best experience on our site.",
    "This website uses cookies to improve your experience.",
    "By continuing to browse you agree to our use of cookies.",
    "You can change your preferences at any time.",
    "Accept all",
    "Reject All Cookies",
    "Accept all Reject all Manage options",
    "Accept & continue",
    "Only necessary cookies",
    "Manage preferences",
    "Cookie settings",
    "Do not sell my personal information",
    "\U0001f4da Want 200 more questions like this? Try Rockly Plus",
    "Need more practice problems? Upgrade today",
    "Upgrade to Rockly Pro",
    "Go Premium to see every layer",
    "14-day free trial",
    "Start your 7 day free trial today",
    "30-day money-back guarantee",
    "No credit card required. Cancel anytime.",
    "Only $9/month, billed yearly",
    "Unlock all 450 questions and the mock exams",
    "This answer is for premium members",
    "Trusted by 20,000+ engineers",
    "Explain code",
    "Ask AI",
    "Open in Colab",
    "Copy",
    "We and our 148 partners store and access information on your device.",
    "We use cookies to improve your visit.",
    "This website uses essential cookies and some others.",
    "By clicking Accept you agree to our use of cookies.",
    "Looking for more interview questions? We have them.",
    "Enjoying this? Get the next stone by mail.",
    "Every post straight to your inbox, no more than twice a month.",
]
TEXTS = [
    "We use cookies to hold the id of the session.",
    "A site uses cookies to tell two visitors apart.",
    "Reject all the stones that float.",
    "Accept all of them, then count.",
    "The trial lasts 14 days.",
    "Copy the stone into the box.",
    "Premium stones are heavier.",
    "Open the code in a debugger and step through it.",
    "Ask for the code of the layer.",
    "Got it from the quarry.",
    "Get 3 questions per hour from the pool.",
    "Accept",
    "Accept all that comes, then filter.",
    "By using two keys you agree to pay for both.",
    "Solve 2 problems at once.",
    "Like questions? They rise and fall.",
    "A rule sends new stones to your inbox.",
]


def answers(folder: Path, *lines: str) -> list[str]:
    first = "Q: What is a stone?\n\nA: A hard thing.\n\n"
    middle = "\n".join(lines)
    text = f"{first}{middle}\n\nQ: What is sand?\n\nA: Small stones.\n\nQ: What is clay?\n\nA: Wet dust.\n"
    return [one.answer for one in read_text(folder, text, "stones.txt").questions]


@pytest.mark.parametrize("line", BANNERS)
def test_a_banner_is_left_out(tmp_path: Path, line: str) -> None:
    assert answers(tmp_path, line)[0] == "A hard thing."


@pytest.mark.parametrize("line", TEXTS)
def test_a_sentence_that_resembles_a_banner_stays(tmp_path: Path, line: str) -> None:
    assert line in answers(tmp_path, f"It lies there.\n{line}", "It is heavy.")[0]


def test_the_buttons_below_a_banner_go_with_it(tmp_path: Path) -> None:
    banner = "This website uses cookies to improve your experience."
    assert answers(tmp_path, banner, "Accept", "Decline", "Learn more")[0] == "A hard thing."
