"""Shortcodes, containers and block ids of generators and note tools are no text; those that fold hold questions."""

from pathlib import Path

import pytest

from interviewer.ingest.furniture import MARKUP
from interviewer.ingest.shortcodes import expanded
from tests.ingest.documents import read_text

ANSWERS = {"What is bark?": "The outer layer.", "How does sap rise?": "Leaves pull it up."}
FOLDS = [
    '{{{{< details "{title}" >}}}}\n{text}\n{{{{< /details >}}}}',
    '{{{{% expand title="{title}" open=false %}}}}\n\n{text}\n\n{{{{% /expand %}}}}',
    "::: details {title}\n{text}\n:::",
    ":::details[{title}]{{open}}\n\n{text}\n\n:::",
    ":::: spoiler {title}\n{text}\n\n::: tip\n:::\n\n::::",
]
ALONE = [
    "{{< toc >}}",
    '{{< tweet user="ann" id="17" >}}',
    '{% include ad.html slot="2" %}',
    "{: .no_toc }",
    "{:toc}",
    "#flashcards/trees",
    "#trees #exam",
    "^bark-1",
    "{{% pageinfo %}}",
]
BEHIND = ["It keeps water in. ^bark-1", "It keeps water in. #flashcard #trees/bark", "> It keeps water in. ^37066d"]
TEXT = [
    "The order is {{x}} here.",
    "It grows with n ^2",
    "#include <tree.h>",
    "#define",
    "Compare C and F #",
    "See issue #12",
    "A set: {a, b}",
]


def found(folder: Path, text: str) -> dict[str, str]:
    return {one.question: one.answer for one in read_text(folder, text, "trees.md").questions}


@pytest.mark.parametrize("fold", FOLDS)
def test_a_box_that_folds_is_a_question(tmp_path: Path, fold: str) -> None:
    text = "# Trees\n\n" + "\n\n".join(fold.format(title=asked, text=told) for asked, told in ANSWERS.items())
    assert found(tmp_path, text) == ANSWERS


@pytest.mark.parametrize("line", ALONE)
def test_a_mark_alone_goes_and_is_told(tmp_path: Path, line: str) -> None:
    text = f"## What is bark?\n\nThe outer layer.\n\n{line}\n\nIt keeps water in.\n\n## What is sap?\n\nA juice.\n"
    document = read_text(tmp_path, text, "trees.md")
    assert document.questions[0].answer == "The outer layer.\n\nIt keeps water in."
    assert (5, MARKUP) in {(one.first_line, one.reason) for one in document.refused}


@pytest.mark.parametrize("line", BEHIND)
def test_a_mark_behind_a_sentence_goes(line: str) -> None:
    assert expanded([line]).lines == (line.partition(" ^")[0].partition(" #")[0],)


@pytest.mark.parametrize("line", TEXT)
def test_what_only_looks_like_a_mark_stays(line: str) -> None:
    assert expanded([line]).lines == (line,)


def test_tags_of_a_heading_are_no_part_of_the_question(tmp_path: Path) -> None:
    text = "## What is bark? #trees/bark\n\nThe outer layer.\n\n## How does sap rise? #trees\n\nLeaves pull it up.\n"
    assert found(tmp_path, text) == ANSWERS


def test_program_text_keeps_its_signs(tmp_path: Path) -> None:
    code = "```jinja\n{% include 'a.html' %}\n{{< toc >}}\n#tag\n::: details X\n```"
    text = f"## What is bark?\n\nThe outer layer:\n\n{code}\n\n## What is sap?\n\nA juice.\n"
    assert code in found(tmp_path, text)["What is bark?"]


def test_highlighted_program_text_is_fenced(tmp_path: Path) -> None:
    code = "{% highlight python %}\ntrees = {'oak': 1}\n#tag\n{% endhighlight %}"
    text = f"## What is bark?\n\nThe outer layer:\n\n{code}\n\n## What is sap?\n\nA juice.\n"
    assert "```python\ntrees = {'oak': 1}\n#tag\n```" in found(tmp_path, text)["What is bark?"]


def test_a_box_that_does_not_fold_keeps_its_title_and_text(tmp_path: Path) -> None:
    text = "## What is bark?\n\nThe outer layer.\n\n::: tip Note\nIt is dead.\n:::\n\n## What is sap?\n\nA juice.\n"
    assert found(tmp_path, text)["What is bark?"] == "The outer layer.\n\n**Note**\nIt is dead."
