"""The wheel carries everything: built, installed in an empty environment, it grades one answer."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return folder


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_wheel_and_sdist_carry_corpus_prompts_and_eval(built: Path) -> None:
    [wheel] = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("corpus/deep-learning", "prompts/", "eval/ladder"):
        assert any(f"_data/{part}" in name for name in names), part
    assert any(name.endswith(".tcss") for name in names)
    assert any(name.endswith("0001_first.sql") for name in names)
    assert list(built.glob("*.tar.gz"))


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_wheel_grades_an_answer_in_an_empty_environment(built: Path, tmp_path: Path) -> None:
    [wheel] = built.glob("*.whl")
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True, timeout=120)
    python = str(environment / "bin" / "python")
    install = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--constraint",
        str(ROOT / "constraints.txt"),
        str(wheel),
    ]
    subprocess.run(install, check=True, timeout=900)
    question = ["--question-id", "batch-norm-train-vs-inference", "--answer", "Running averages are used at inference."]
    result = subprocess.run(
        [str(environment / "bin" / "interviewer"), "grade", *question, "--json"],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        cwd=tmp_path,
        env={**os.environ, "INTERVIEWER_HOME": str(tmp_path / "home")},
    )
    assert json.loads(result.stdout)["score"] > 0
