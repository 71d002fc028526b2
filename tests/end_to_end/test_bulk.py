"""Bulk: thousands of questions in many documents, interrupted, gone on with, and in flat memory."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.end_to_end.bulk import write_documents
from tests.end_to_end.commands import interviewer, popen

FULL = os.environ.get("SOAK", "full") == "full"
MANY = 10_000 if FULL else 500
FEW = 2_500 if FULL else 125  # more than the own questions that are held to be compared with (`bank.links.MOST_OWN`)
BROKEN_OFF = 1_000 if FULL else 300  # questions of the run that is interrupted
PER_DOCUMENT = 500 if FULL else 125
MOST_GROWTH_MB = 36
"""Between FEW and MANY questions: 5 KB for each of 7,500. The same run differs by 20 MB from time to time: how the
allocator places the buffers of four encoders in two threads."""

# Peak resident memory of a whole run, in its own process; Linux counts kilobytes, macOS bytes.
_MEASURED = """
import json, resource, sys
from interviewer.cli.boundary import leave, run
code = run(sys.argv[1:])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({"code": code, "peak": peak}), file=sys.stderr)
leave(code)
"""


def measured(home: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], float]:
    """Run `interviewer` in a process of its own, and return it with its peak memory in MB."""
    result = subprocess.run(
        [sys.executable, "-c", _MEASURED, *arguments],
        env={**os.environ, "INTERVIEWER_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(result.stderr.splitlines()[-1])
    assert told["code"] == 0, result.stderr
    return result, told["peak"] / 1e6


def question_files(home: Path) -> list[Path]:
    """Return the question files of the bank of `home`."""
    return sorted((home / "bank").rglob("*.md"))


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_memory_is_flat_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    documents = [str(file) for file in write_documents(tmp_path / "docs", MANY, PER_DOCUMENT)]
    few = documents[: FEW // PER_DOCUMENT]
    _, first_peak = measured(tmp_path / "few", "ingest", *few, "--json")
    result, peak = measured(tmp_path / "many", "ingest", *documents, "--json")
    files = json.loads(result.stdout)["files"]
    assert sum(file["questions"] for file in files) == MANY
    assert len(question_files(tmp_path / "many")) == MANY
    again, again_peak = measured(tmp_path / "many", "ingest", *documents, "--json")
    assert sum(file["unchanged"] for file in json.loads(again.stdout)["files"]) == MANY
    figures = f"{MANY} questions: peak {peak:.0f} MB, again {again_peak:.0f} MB; {FEW}: {first_peak:.0f} MB"
    assert max(peak, again_peak) - first_peak < MOST_GROWTH_MB, figures


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, home: Path) -> None:
    documents = [str(file) for file in write_documents(tmp_path / "docs", BROKEN_OFF, 50)]
    process = popen("ingest", *documents)
    while len(question_files(home)) < 120:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130, output
    assert "The same command goes on" in output
    written = {file: file.stat().st_mtime_ns for file in question_files(home)}
    assert 120 <= len(written) < BROKEN_OFF
    rest = interviewer("ingest", *documents, "--json", timeout=500)
    assert rest.returncode == 0, rest.stderr
    files = json.loads(rest.stdout)["files"]
    assert sum(file["questions"] for file in files) == BROKEN_OFF
    assert sum(file["unchanged"] for file in files) == len(written)
    assert len(question_files(home)) == BROKEN_OFF
    assert {file: file.stat().st_mtime_ns for file in written} == written
    assert not list(home.rglob("*.part"))
