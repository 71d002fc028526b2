"""Questions that no asking word opens stand alone among others that stand alone, on pages with and without gaps."""

from pathlib import Path

import pytest

from tests.ingest.documents import read_text

PLAIN = ("What is a fir?", "Why do firs keep their needles?", "How old does a granite get?")
ODD = (
    "Fir or larch?",
    "By default, does a larch drop its needles?",
    "Your fir has turned brown. What do you do?",
    "Fir or larch: which of them would you plant beside a river that runs over granite and\nslate?",
)
ANSWER = (
    "This depends on the stone below the roots, on the water that it keeps and on the winter.\n"
    "Would it survive that? It would, in most of the years that we have seen so far, and the\n"
    "needles of tree # tell it."
)


def told(place: int) -> str:
    return ANSWER.replace("#", str(place))


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("odd", ODD)
def test_it_is_found_and_ends_the_answer_before(tmp_path: Path, odd: str, gap: str) -> None:
    asked = (*PLAIN, odd, "What is slate?")
    text = gap.join(f"{question}{gap}{told(place)}" for place, question in enumerate(asked))
    found = read_text(tmp_path, text).questions
    assert [one.question for one in found] == [one.replace("\n", " ") for one in asked]
    assert [one.answer for one in found] == [told(place) for place in range(len(asked))]


@pytest.mark.parametrize("head", ["3 comments on “Trees”", "3 Responses", "Comments (3)"])
def test_readers_ask_nothing(tmp_path: Path, head: str) -> None:
    comments = (
        f"{head}\n\nAnn says:\n\nGood list! Did nobody ask you about oaks?\n\nBob says:\n\nNo, nobody at all did.\n"
    )
    text = "\n\n".join(f"{question}\n\n{ANSWER}" for question in PLAIN)
    assert [one.question for one in read_text(tmp_path, f"{text}\n\n{comments}").questions] == list(PLAIN)
