"""Changes of the encoder's weights that `eval/train_claims.py` and `eval/train_duplicates.py` learn: low-rank factors.

A weight matrix W becomes W + L R, with L (rows, rank) and R (rank, columns), as LoRA does (Hu et al. 2021), though the
factors come from a singular value decomposition of the whole change; vectors of weights are changed as a whole.
"""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file

CLAIMS = Path(__file__).with_name("claims.safetensors")
"""Brings statements of one claim together and its opposite apart, which all-MiniLM-L6-v2 as published does not."""
ASKED = Path(__file__).with_name("asked.safetensors")
"""Brings questions that ask the same together, with their answers and without, and look-alikes apart."""
SAME = Path(__file__).with_name("same.safetensors")
"""Reads two questions as one text and says whether they ask the same; its `head` maps the mean vector to log odds."""
HEAD = "head."
_LEFT, _RIGHT = ".left", ".right"
Change = Mapping[str, npt.NDArray[np.float32]]
"""By the name of a weight."""


def read_change(file: Path) -> dict[str, npt.NDArray[np.float32]]:
    """Return the change of each weight that the file names. Raises OSError, and safetensors' error if damaged."""
    tensors = {name: value.astype(np.float32) for name, value in load_file(file).items()}
    left = {name.removesuffix(_LEFT): value for name, value in tensors.items() if name.endswith(_LEFT)}
    whole = {name: value for name, value in tensors.items() if not name.endswith((_LEFT, _RIGHT))}
    return whole | {name: value @ tensors[name + _RIGHT] for name, value in left.items()}


@lru_cache(maxsize=4)
def revision(file: Path) -> str:
    """Return the beginning of the file's SHA-256: what was made with another change is not used. Raises OSError."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def write_change(file: Path, change: Change, rank: int) -> None:
    """Write a change, float16, matrices at `rank`."""
    tensors: dict[str, npt.NDArray[np.float16]] = {}
    for name, value in change.items():
        if value.ndim == 1:
            tensors[name] = value.astype(np.float16)
            continue
        left, sizes, right = np.linalg.svd(value.astype(np.float64), full_matrices=False)
        root = np.sqrt(sizes[:rank])
        tensors[name + _LEFT] = np.ascontiguousarray(left[:, :rank] * root).astype(np.float16)
        tensors[name + _RIGHT] = np.ascontiguousarray(root[:, None] * right[:rank]).astype(np.float16)
    save_file(tensors, file)
    file.chmod(0o644)  # the library makes it private, but it is shipped


def changed(torch: Any, weights: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Return torch weights with the change added; those that it does not name are shared. Raises KeyError."""
    return {**weights, **{name: weights[name] + torch.from_numpy(value) for name, value in change.items()}}
