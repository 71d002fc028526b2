"""What came with the page is left out of an answer; what only looks like it stays."""

from pathlib import Path

import pytest

from tests.ingest.documents import read_text

LINES = [
    "On Mon, 3 Jun 2019 at 08:15, Jane Roe wrote:",
    "To unsubscribe, send a letter to leave@rocks.example",
    "rock-lovers mailing list",
    "This message and its attachments are confidential and meant for one reader.",
    "Our weekly newsletter comes to your inbox on Fridays.",
    "Half of all maps, 40% off this week only",
    "Polish stones with Rockly. Try it free for 14 days!",
    "Show solution",
    "Click to reveal the answer",
    "_TODO: contributions welcome_",
    "Is anything missing on this page? Write to the museum.",
    "Did I forget your stone? Let me know below.",
    "Last changed 4 June 2019 by J. Roe.",
    "12 comments on \u201cStones of the north\u201d",
    "Image – A Small Tree (Source)",
    "Figure 3: layers of the earth",
    "Photo by Jane Roe on Unsplash",
    "Image Source: somewhere.example",
    "![a tree](tree.png)",
    "rock layers | geology interview questions",
    "4.50 avg. rating (90% score) - 8 votes",
    "Also Read – Rocks For Beginners",
    "Must Read: Rocks",
    "Learn more – What is sand?",
    "Recommended Articles: sand, clay",
    "For more on rocks, see our guide on – What is a rock?",
    "Explore Geology courses",
    "Enroll now!",
    "Check out our geology course today.",
    "IFRAME",
    "Advertisement",
    "Share on Facebook",
    "Facebook Twitter LinkedIn",
    "slide down button",
    "hammer icon",
    "acme logobeta logogamma logo",
    "Jump to top",
    "Back to top",
    "12 min read",
    "Last updated on 3 May 2021",
    "Jane Roe 3 May, 2021",
    "Leave a Comment",
    "Copyright 2021 Rocks Ltd. All rights reserved",
    "Privacy Policy | Terms of Service",
    "Your dream job is near",
    "Jane Roe is a geologist with 10 years of experience, passionate about rocks.",
    "Table of Contents",
    "Related Articles about sand",
    "Was this helpful? Yes No Report a problem",
    "Was this page helpful?",
    "Report an issue",
    "Your score: 3 / 9",
    "Final result: 80 %",
    "Next quiz »",
    "« Previous",
]
KEPT = [
    "Images: a grid of numbers, each the brightness of a point.",
    "Source: the node where all flow begins. It has no incoming edge.",
    "Explore the search space before you exploit what is known.",
    "The share of the largest class, and the rating that a model gives.",
    "Learn more slowly when the loss rises.",
    "A logo detector finds logos.",
    "Your score of the fit is the sum of the squares.",
    "Report the mean of the runs.",
    "Was this rock useful to builders, they asked in vain.",
    "- Image: a matrix",
    "| a | b |",
    "share = parts / whole",
    "You free the memory of the job, then resume it from the course that it took.",
    "Read the file in blocks. Check the sum of each block.",
]


def answer_with(folder: Path, line: str) -> str:
    text = f"Q1. What is rock?\nA. It is hard.\n\n{line}\n\nIt lasts long.\n\nQ2. What is sand?\nA. Small rocks.\n"
    return read_text(folder, text).questions[0].answer


@pytest.mark.parametrize("line", LINES)
def test_furniture_goes(tmp_path: Path, line: str) -> None:
    assert answer_with(tmp_path, line) == "It is hard.\n\nIt lasts long."


@pytest.mark.parametrize("line", KEPT)
def test_text_stays(tmp_path: Path, line: str) -> None:
    assert answer_with(tmp_path, line) == f"It is hard.\n\n{line}\n\nIt lasts long."


def test_the_alternative_text_before_a_caption_goes(tmp_path: Path) -> None:
    assert answer_with(tmp_path, "grey rock picture\n\nImage – Rock (Source)") == "It is hard.\n\nIt lasts long."


def test_code_is_never_furniture(tmp_path: Path) -> None:
    code = "```\nAdvertisement\nShare on Facebook\n```"
    assert code in answer_with(tmp_path, code)


def test_refusals_name_lines_and_reasons(tmp_path: Path) -> None:
    head = "Rocks\n\nQ1. What is rock?\nA. Hard.\n\nAdvertisement\n\nImage – x (Source)\n\n"
    text = head + "Q2. What is sand?\nA. Small.\n\nGood luck!\n"
    refused = [(one.first_line, one.last_line, one.reason) for one in read_text(tmp_path, text).refused]
    assert [one[:2] for one in refused] == [(1, 1), (6, 6), (8, 8), (13, 13)]
    assert all(reason for *_, reason in refused)


def test_the_right_option_stays_though_several_answers_have_the_same(tmp_path: Path) -> None:
    quiz = "".join(
        f"Question {n} of 4\n\nWhich {rock} is the oldest?\n\nA. {rock} one\nB. {rock} two\n\nCorrect answer: B\n\n"
        f"Explanation: Layer {n} of {rock} lies deepest.\n\nWas this helpful?  Yes  No\n\n"
        for n, rock in enumerate(["granite", "marble", "slate", "chalk"], 1)
    )
    answers = [one.answer for one in read_text(tmp_path, quiz).questions]
    assert len(answers) == 4
    assert all(" two\n\nExplanation: " in answer and "helpful" not in answer for answer in answers)


@pytest.mark.parametrize(
    "line",
    [
        "81% of users reach the stone by the northern path.",
        "Did we forget the granite?",
        "Flag errors early, so that nobody builds on sand.",
    ],
)
def test_a_sentence_that_only_begins_like_a_page_stays(tmp_path: Path, line: str) -> None:
    text = f"1. What is sand?\n\nIt is small stones.\n\n{line}\n\n2. Why?\n\nBecause water grinds them down.\n"
    assert read_text(tmp_path, text).questions[0].answer == f"It is small stones.\n\n{line}"
