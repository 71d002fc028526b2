"""The import contracts hold, and light commands stay light."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "interviewer"
HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "chromadb",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "langsmith",
    "openai",
    "json_repair",
    "textual",
    "numpy",
    "lxml",
    "pypdf",
    "docx",
    "zstandard",
    "xllamacpp",
    "pip",
}
PARSERS = {"lxml", "pypdf", "docx", "zstandard", "bs4"}
ONE_IMPORTER = {"chromadb": 1, "sentence_transformers": 1, "torch": 1, "sqlite3": 1, "xllamacpp": 1}
ONLY_IN = {
    "langchain": {"llm", "retrieval", "embedding", "grading"},
    "langchain_core": {"llm", "retrieval", "embedding", "grading"},
    "langchain_openai": set[str](),
    "langsmith": {"llm", "retrieval"},
    "textual": {"tui"},
}


def imported_packages(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def importers(package: str) -> list[Path]:
    return [file for file in sorted(PACKAGE.rglob("*.py")) if package in imported_packages(file)]


def test_import_contracts_hold() -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("package", ONE_IMPORTER)
def test_heavy_package_has_one_importer(package: str) -> None:
    assert len(importers(package)) == ONE_IMPORTER[package], importers(package)


@pytest.mark.parametrize("package", ONLY_IN)
def test_package_stays_in_its_rooms(package: str) -> None:
    rooms = {file.relative_to(PACKAGE).parts[0] for file in importers(package)}
    assert rooms <= ONLY_IN[package]


@pytest.mark.parametrize("arguments", [["--help"], ["history"], ["locate"], ["models"], ["practice", "--help"]])
def test_light_commands_load_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import json, sys\n"
        "from interviewer.cli.boundary import run\n"
        f"code = run({arguments!r})\n"
        "print(json.dumps([code, sorted(name for name in sys.modules if '.' not in name)]), file=sys.stderr)\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    code, loaded = json.loads(result.stderr.splitlines()[-1])
    assert code == 0
    assert not HEAVY & set(loaded)


def test_domain_is_standard_library_only() -> None:
    for file in (PACKAGE / "domain").glob("*.py"):
        assert imported_packages(file) <= set(sys.stdlib_module_names) | {"interviewer"}, file


def test_nothing_runs_code_from_data() -> None:
    forbidden = re.compile(
        r"(?<![\w.])(?:eval|exec)\(|pickle|torch\.load|yaml\.load\(|load_prompt|subprocess|os\.system"
    )
    # Our own interpreter, each time: on a reader, so that parsers run apart; on the local model; on pip, to fetch it.
    starting = ("ingest/readers/apart.py", "llm/process.py", "llm/sources.py")
    allowed = {("subprocess", place) for place in starting}
    for file in PACKAGE.rglob("*.py"):
        found = set(forbidden.findall(file.read_text("utf-8")))
        assert {(name, file.relative_to(PACKAGE).as_posix()) for name in found} <= allowed


def test_parsers_are_never_loaded_into_the_program_itself(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<h2>What is a mutex?</h2><p>A lock that one thread holds at a time.</p>")
    program = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from interviewer.ingest import read_document\n"
        f"found = read_document(Path({str(tmp_path / 'page.html')!r}))\n"
        "print(json.dumps([bool(found.format), sorted(name for name in sys.modules if '.' not in name)]))\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    read, loaded = json.loads(result.stdout)
    assert read
    assert not PARSERS & set(loaded)


def test_modules_stay_readable() -> None:
    sizes = {file: len(file.read_text("utf-8").splitlines()) for file in PACKAGE.rglob("*.py")}
    assert max(sizes.values()) <= 400
    for file in sizes:
        assert ast.get_docstring(ast.parse(file.read_text("utf-8"))), f"{file} does not say why it exists"
