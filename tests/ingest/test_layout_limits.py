"""What only looks like a layout: near misses that must stay text of an answer, or stay out."""

import json
from pathlib import Path

import pytest

from tests.ingest.documents import pairs, read_text

README = """# fastgrep

A small tool that finds text.

## Features

Fast, with few options, and it respects ignore files. Written for people who search large trees many times a day.

## Configuration

The file in your home folder holds the defaults. Every option of the command line can stand in it, one per line.

## The migration weekend

On Friday evening we froze all branches. The final run took six hours, mostly on one project with large binaries that
nobody had dared to remove. By Sunday noon the build was green.

## Our approach

We wrote a script that rewrites history under a folder of its own. It ran each night for a month until nobody noticed
the difference any more, and we fixed what it broke.

## License

MIT, see the file of that name. Contributions are taken under the same terms as the rest.
"""


def answers_of(folder: Path, text: str, name: str = "notes.md") -> list[str]:
    return [answer for _, _, answer in pairs(read_text(folder, text, name))]


def test_sections_of_a_readme_are_not_asked_about(tmp_path: Path) -> None:
    assert not read_text(tmp_path, README, "README.md").questions


@pytest.mark.parametrize("first", ["Yes.", "No.", "- at first", "The steps are:", "Example"])
def test_answers_may_begin_alike(tmp_path: Path, first: str) -> None:
    text = "".join(f"## Is metal {n} soft?\n\n{first}\n\nMetal {n} is what it is.\n\n" for n in range(4))
    assert answers_of(tmp_path, text) == [f"{first}\n\nMetal {n} is what it is." for n in range(4)]


def test_what_every_answer_ends_with_goes_and_ends_it(tmp_path: Path) -> None:
    text = "".join(
        f"## Is metal {n} soft?\n\nMetal {n} is what it is.\n\nRate this card\n\n" + "Heavy metals\n\n" * (n == 2)
        for n in range(4)
    )
    assert answers_of(tmp_path, text) == [f"Metal {n} is what it is." for n in range(4)]


def test_an_answer_that_is_nothing_else_keeps_what_others_end_with(tmp_path: Path) -> None:
    text = "".join(f"## Is metal {n} soft?\n\nOnly when hot\n\n" for n in range(4))
    assert answers_of(tmp_path, text) == ["Only when hot"] * 4


def test_a_table_of_problems_and_solutions_stays_in_its_answer(tmp_path: Path) -> None:
    table = "| Problem | Solution |\n| --- | --- |\n| rust | zinc |\n| heat | shade |"
    text = f"## What goes wrong?\n\n{table}\n\n## Why?\n\nMetals react.\n"
    assert answers_of(tmp_path, text) == [table, "Metals react."]
    rows = "<tr><th>Problem</th><th>Solution</th></tr><tr><td>rust</td><td>zinc</td></tr>"
    page = f"<h2>What goes wrong?</h2><table>{rows}</table><h2>Why?</h2><p>Metals react.</p>"
    assert answers_of(tmp_path, page, "page.html")[0].startswith("| Problem | Solution |")


def test_colons_in_programs_are_no_cards(tmp_path: Path) -> None:
    text = "Some names:\n\nstd::vector\nstd::string\nstd::map\nio::copy\n"
    assert not read_text(tmp_path, text, "notes.md").questions


def test_a_question_quoted_inside_an_answer_does_not_part_it(tmp_path: Path) -> None:
    answer = 'Users asked "Where is my order?" all day. They asked "Who pays for it?" as well, so we built a page.'
    text = f"## Why a status page?\n\n{answer}\n\n## Who reads it?\n\nEverybody who waits.\n"
    assert answers_of(tmp_path, text) == [answer, "Everybody who waits."]


def test_names_before_colons_are_no_dialogue(tmp_path: Path) -> None:
    text = "Note: what is tin?\n\nTin: a metal that is soft.\n\nLead: another metal, and a heavy one.\n"
    assert not [one for one in read_text(tmp_path, text).questions if not one.drafted]


def test_a_class_that_only_holds_such_a_word_hides_nothing(tmp_path: Path) -> None:
    page = (
        '<body><article class="post tag-share-price category-comments-on-tin"><h2>What is tin?</h2><p>A metal.</p>'
        '<h2>Why is it soft?</h2><p class="authorised-text">Its bonds are weak.</p></article></body>'
    )
    assert answers_of(tmp_path, page, "page.html") == ["A metal.", "Its bonds are weak."]


def test_only_the_panel_of_a_question_is_unfolded(tmp_path: Path) -> None:
    page = (
        '<body><button aria-expanded="false">What is tin?</button><div hidden>A metal.</div>'
        '<button aria-expanded="false">What is lead?</button><div hidden>Another.</div>'
        '<button aria-expanded="false">Menu</button><div hidden>SECRET</div><p style="display:none">SECRET</p></body>'
    )
    found = read_text(tmp_path, page, "page.html")
    assert "SECRET" not in "".join((*(one.answer for one in found.questions), *(one.text for one in found.passages)))
    assert [answer for _, _, answer in pairs(found)] == ["A metal.", "Another."]


def test_a_talk_without_an_answer_is_refused(tmp_path: Path) -> None:
    rows = [
        {"messages": [{"role": "user", "content": "What is tin?"}]},
        {"messages": [{"role": "user", "content": "Hello!"}, {"role": "assistant", "content": "Hello."}]},
        {"messages": "What is tin?"},
        {"messages": [3, {"role": 4}]},
    ]
    found = read_text(tmp_path, "\n".join(map(json.dumps, rows)), "rows.jsonl")
    assert not found.questions
    assert [one.first_line for one in found.refused] == [1, 2, 3, 4]


def test_lines_above_the_names_of_columns_are_refused_with_the_reason(tmp_path: Path) -> None:
    text = "Kit of May,,\n,,\nNo,Ask,Ideal answer\n1,What is tin?,A soft metal.\n2,Why soft?,Its bonds are weak.\n"
    found = read_text(tmp_path, text, "kit.csv")
    assert [answer for _, _, answer in pairs(found)] == ["A soft metal.", "Its bonds are weak."]
    assert [(one.first_line, one.last_line) for one in found.refused] == [(1, 1)]
