"""`bank new`, `edit`, `accept`, `list` and `show` without a terminal."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.commands import Shell

ROOT = Path(__file__).resolve().parents[2]
WHOLE = "---\nquestion: What is a mutex for?\n---\nIt lets one thread at a time into a critical section.\n"
MUTEX = "what-is-a-mutex-for"
TEMPLATE = ROOT / "corpus/deep-learning/normalisation/batch-norm-train-vs-inference.md"
TABLE = "| Term | Definition |\n|---|---|\n| Tin | A soft metal. |\n| Zinc | A bluish metal. |\n"


def test_a_piped_question_is_added_shown_listed_and_found(shell: Shell, home: Path) -> None:
    added = json.loads(shell("bank", "new", "--topic", "threads", "--json", stdin=WHOLE).out)
    assert added == {"id": MUTEX, "file": str(home / "bank" / "threads" / f"{MUTEX}.md")}
    assert Path(added["file"]).stat().st_mode & 0o777 == 0o600
    shown = json.loads(shell("bank", "show", MUTEX, "--json").out)
    assert (shown["question"], shown["topic"], shown["source"]) == ("What is a mutex for?", "threads", "own")
    assert shown["file"] == added["file"]
    listed = json.loads(shell("bank", "list", "--track", "personal", "--json").out)["questions"]
    assert [row["id"] for row in listed] == [MUTEX]
    assert shell("bank", "check", "--structure-only").code == 0


def test_a_piped_question_with_faults_is_refused_by_line_and_kept(shell: Shell, home: Path) -> None:
    result = shell("bank", "new", stdin=WHOLE.replace("---\nIt", "difficulty: 9\n---\nIt"))
    assert result.code == 1
    assert "line 4: difficulty" in result.err
    [part] = (home / "bank").rglob("*.part")
    assert str(part) in result.err
    part.write_text(part.read_text("utf-8").replace("difficulty: 9\n", ""), "utf-8")
    assert shell("bank", "new", "--from", str(part)).code == 0
    assert not part.exists()
    assert shell("bank", "show", MUTEX).code == 0


def test_a_file_that_was_named_stays(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    file.write_text(WHOLE, "utf-8")
    assert shell("bank", "new", "--from", str(file)).code == 0
    again = shell("bank", "new", "--from", str(file), "--json")
    assert json.loads(again.out)["id"] == f"{MUTEX}-2"
    assert f"note: {MUTEX} asks the same already" in again.err
    assert file.read_text("utf-8") == WHOLE


def test_a_bundled_question_goes_into_a_checkouts_corpus(shell: Shell, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    where = ("--bundled", str(corpus), "--track", "deep-learning", "--topic", "normalisation")
    poor = shell("bank", "new", *where, stdin=WHOLE)
    assert poor.code == 1
    assert "paraphrases" in poor.err
    assert shell("bank", "new", *where, "--from", str(TEMPLATE)).code == 0
    assert (corpus / "deep-learning" / "normalisation" / TEMPLATE.name).read_text("utf-8") == TEMPLATE.read_text(
        "utf-8"
    )


def test_a_bundled_question_that_gives_its_answer_away_is_refused_by_line(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    where = ("--bundled", str(tmp_path / "corpus"), "--track", "deep-learning", "--topic", "normalisation")
    sound = TEMPLATE.read_text("utf-8")
    claim = re.findall(r"(?m)^    text: (.+)$", sound)[0]
    told = re.sub(r"(?m)^  - text: .+$", lambda _: f"  - text: {claim}", sound, count=1)
    line = told[: told.index(f"  - text: {claim}")].count("\n") + 1
    refused = shell("bank", "new", *where, stdin=told)
    assert refused.code == 1
    assert f"line {line}: hints.0: gives part of the answer away" in refused.err
    assert not list(tmp_path.rglob("*.md"))


@pytest.mark.parametrize(
    ("line", "better", "told"),
    [
        (
            r"(?m)^    accept: \[.+$",
            "    accept: [the very same, The very same.]",
            "accept.1: says the same as key_points",
        ),
        (r"(?m)^sources: .+$", "sources: [a book on it, a book on it]", "sources.1: says the same as sources.0"),
        (r"(?m)^    accept: \[.+$", "    accept: [it is $x^2]", "accept.0: a formula is not opened or not closed"),
    ],
)
def test_a_bundled_question_that_says_a_thing_twice_or_leaves_a_formula_open_is_refused(
    shell: Shell, tmp_path: Path, line: str, better: str, told: str
) -> None:
    (tmp_path / "corpus").mkdir()
    where = ("--bundled", str(tmp_path / "corpus"), "--track", "deep-learning", "--topic", "normalisation")
    refused = shell("bank", "new", *where, stdin=re.sub(line, better, TEMPLATE.read_text("utf-8"), count=1))
    assert refused.code == 1
    assert told in refused.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["new"],
        ["new", "--topic", "../up"],
        ["new", "--topic", "UP"],
        ["new", "--track", "deep-learning"],
        ["new", "--bundled", "nowhere", "--track", "t", "--topic", "x"],
        ["new", "--bundled", "."],
        ["new", "--from", "nowhere.md"],
        ["edit", "loss-is-nan"],
        ["edit", "los-is-nan"],
        ["accept", "los-is-nan"],
        ["show", "los-is-nan"],
    ],
)
def test_wrong_usage_exits_2_and_says_what_to_do(shell: Shell, arguments: list[str]) -> None:
    result = shell("bank", *arguments)
    assert result.code == 2
    assert len(result.err.strip()) > 20
    if arguments[-1] == "los-is-nan":
        assert "'loss-is-nan'" in result.err


def test_an_own_question_is_edited_and_keeps_its_id(shell: Shell, home: Path) -> None:
    shell("bank", "new", stdin=WHOLE)
    file = home / "bank" / "general" / f"{MUTEX}.md"
    better = file.read_text("utf-8").replace("What is", "What exactly is")
    assert shell("bank", "edit", MUTEX, stdin=better).code == 0
    assert file.read_text("utf-8") == better
    renamed = shell("bank", "edit", MUTEX, stdin=better.replace(f"id: {MUTEX}", "id: other"))
    assert renamed.code == 1
    assert "not its file name" in renamed.err
    assert file.read_text("utf-8") == better


def test_an_edit_that_leaves_its_source_out_keeps_it(shell: Shell, tmp_path: Path) -> None:
    document = tmp_path / "locks.md"
    document.write_text("## What is a mutex for?\n\nIt lets one thread at a time in.\n", "utf-8")
    shell("ingest", str(document))
    origin = json.loads(shell("bank", "show", MUTEX, "--json").out)["provenance"]
    better = tmp_path / "better.md"
    better.write_text(WHOLE.replace("---\nquestion", f"---\nid: {MUTEX}\nquestion", 1), "utf-8")
    assert shell("bank", "edit", MUTEX, "--from", str(better)).code == 0
    shown = json.loads(shell("bank", "show", MUTEX, "--json").out)
    assert (shown["provenance"], shown["reference"]) == (origin, WHOLE.splitlines()[-1])
    [again] = json.loads(shell("ingest", str(document), "--json").out)["files"]
    assert (again["kept"], again["pairs"], again["gone"]) == (1, [], [])


def test_a_question_without_its_source_does_not_ask_the_same_as_itself(shell: Shell, home: Path) -> None:
    document = home.parent / "locks.md"
    document.write_text("## What is a mutex for?\n\nIt lets one thread at a time in.\n", "utf-8")
    shell("ingest", str(document))
    [file] = (home / "bank").rglob(f"{MUTEX}.md")
    file.write_text(WHOLE.replace("---\nquestion", f"---\nid: {MUTEX}\nquestion", 1), "utf-8")
    [again] = json.loads(shell("ingest", str(document), "--json").out)["files"]
    assert (again["pairs"], again["merged"]) == ([], 0)


def test_a_faulty_own_question_is_named_and_can_be_mended(shell: Shell, home: Path) -> None:
    shell("bank", "new", stdin=WHOLE)
    file = home / "bank" / "general" / f"{MUTEX}.md"
    sound = file.read_text("utf-8")
    file.write_text(sound.replace("question:", "questoin:"), "utf-8")
    for command in (["show", MUTEX], ["accept", MUTEX]):
        result = shell("bank", *command)
        assert result.code == 1
        assert str(file) in result.err
    assert shell("bank", "edit", MUTEX, stdin=sound).code == 0
    assert shell("bank", "show", MUTEX).code == 0


def test_a_bundled_question_is_copied_and_stays_as_it_was(shell: Shell) -> None:
    before = TEMPLATE.read_bytes()
    refused = shell("bank", "edit", TEMPLATE.stem)
    assert "--copy" in refused.err
    copy = json.loads(shell("bank", "edit", TEMPLATE.stem, "--copy", "--json").out)
    assert copy["id"] == f"{TEMPLATE.stem}-own"
    assert TEMPLATE.read_bytes() == before
    second = shell("bank", "edit", TEMPLATE.stem, "--copy")
    assert f"{TEMPLATE.stem}-own-2 added" in second.out
    assert f"note: {copy['id']} asks the same already" in second.err
    shown = json.loads(shell("bank", "show", copy["id"], "--json").out)
    assert shown["same_as"] == TEMPLATE.stem
    assert f"Asks the same as\n  {TEMPLATE.stem}" in shell("bank", "show", copy["id"]).out
    checked = shell("bank", "check", "--structure-only")
    assert checked.code == 0
    assert "asks the same" in checked.out
    assert shell("bank", "edit", copy["id"], "--copy").code == 2


def test_drafted_questions_are_listed_and_accepted(shell: Shell, tmp_path: Path) -> None:
    document = tmp_path / "metals.md"
    document.write_text(TABLE, "utf-8")
    assert shell("ingest", str(document)).code == 0
    drafted = [row["id"] for row in json.loads(shell("bank", "list", "--status", "drafted", "--json").out)["questions"]]
    assert drafted == ["what-is-tin", "what-is-zinc"]
    assert "drafted" in shell("bank", "show", "what-is-tin").out
    done = json.loads(shell("bank", "accept", "what-is-tin", "loss-is-nan", "--json").out)
    assert done == {"accepted": ["what-is-tin"], "already": ["loss-is-nan"], "incomplete": []}
    left = json.loads(shell("bank", "list", "--status", "drafted", "--json").out)["questions"]
    assert [row["id"] for row in left] == ["what-is-zinc"]
    # Reading the document again does not take the acceptance back.
    shell("ingest", str(document))
    assert json.loads(shell("bank", "show", "what-is-tin", "--json").out)["status"] == "accepted"


def test_an_unknown_id_among_several_accepts_none(shell: Shell, tmp_path: Path) -> None:
    document = tmp_path / "metals.md"
    document.write_text(TABLE, "utf-8")
    shell("ingest", str(document))
    assert shell("bank", "accept", "what-is-tin", "what-is-tim").code == 2
    assert json.loads(shell("bank", "show", "what-is-tin", "--json").out)["status"] == "drafted"


def test_show_names_every_part(shell: Shell) -> None:
    shown = shell("bank", "show", TEMPLATE.stem).out
    for part in ("Also asked as", "Key points", "Misconceptions", "Follow-ups", "Hints", "Sources", "accepted", "File"):
        assert part in shown


def test_formulas_are_shown_as_they_are_read_and_json_has_them_as_written(shell: Shell) -> None:
    shown = shell("bank", "show", "adam-vs-sgd-momentum")
    assert "θ ← θ" in shown.out
    assert "$" not in shown.out
    assert r"\theta" in json.loads(shell("bank", "show", "adam-vs-sgd-momentum", "--json").out)["reference"]


def test_accepting_an_incomplete_answer_says_what_is_missing(shell: Shell, home: Path) -> None:
    for name in ("tin", "zinc", "lead"):
        status = "drafted" if name == "lead" else "incomplete"
        file = home / "bank" / "metals" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\nid: {name}\nquestion: What is {name} for?\nstatus: {status}\n---\nThese:\n", "utf-8")
    told = shell("bank", "accept", "tin", "lead")
    assert (told.code, told.out) == (0, "tin: accepted\nlead: accepted\n")
    [line] = told.err.splitlines()
    assert "tin: part of its answer is missing" in line
    assert "`interviewer bank edit tin`" in line
    done = shell("bank", "accept", "zinc", "tin", "--json")
    assert json.loads(done.out) == {"accepted": ["zinc"], "already": ["tin"], "incomplete": ["zinc"]}
    assert "zinc: part of its answer is missing" in done.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--topic", "optimization"], "'optimization'. There are: optimisation, "),
        (["--track", "deeplearning"], "No question has the track 'deeplearning'. There are: deep-learning."),
        (["--track", "deep-learning", "--topic", "nope"], "No question of track 'deep-learning' has the topic 'nope'."),
        (["--topic", "\x1b[2J"], "There are: "),
    ],
)
@pytest.mark.parametrize("more", [[], ["--json"], ["--status", "drafted"]])
def test_a_track_or_topic_that_does_not_exist_is_wrong_usage(
    shell: Shell, arguments: list[str], told: str, more: list[str]
) -> None:
    result = shell("bank", "list", *arguments, *more)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert "\x1b" not in result.err


def test_a_list_that_is_empty_for_its_status_says_so_on_stderr(shell: Shell) -> None:
    told = shell("bank", "list", "--topic", "optimisation", "--status", "drafted")
    assert (told.code, told.out) == (0, "")
    assert re.fullmatch(r"None of the \d+ questions there is drafted\.\n", told.err)
    mine = shell("bank", "list", "--track", "personal")
    assert (mine.code, mine.out, mine.err) == (0, "", "There is no question yet.\n")
    as_json = shell("bank", "list", "--topic", "optimisation", "--status", "drafted", "--json")
    assert (as_json.code, json.loads(as_json.out), as_json.err) == (0, {"questions": []}, told.err)
