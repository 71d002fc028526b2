"""What a person reads before the local model is fetched: what it is, how large, from where, and where to."""

import importlib.util
from pathlib import Path
from urllib.parse import urlsplit

from interviewer.llm.local_model import INSTALL, PACKAGE
from interviewer.llm.pull import partial_of
from interviewer.llm.weights import Source, UrlSource, Weights

QUESTION = "Fetch it now?"


def offer(weights: Weights, folder: Path) -> str:
    """Return what fetching `weights` into `folder` means; looks at the disk only."""
    partial = partial_of(weights, folder)
    sources = ", or where that fails from ".join(map(_named, weights.sources))
    size = f"{megabytes(weights.size)} ({weights.licence})"
    lines = [
        f"{weights.name}, {size}, is fetched once from {sources}, checked by its SHA-256 and kept in {folder}.",
        "Nothing of yours is sent. You can hold an interview meanwhile; broken off, it goes on where it was.",
    ]
    if partial.exists():
        lines.append(f"{megabytes(partial.stat().st_size)} are here already.")
    if importlib.util.find_spec(PACKAGE) is None:
        lines.append(f"To run it, llama.cpp is needed as well: {INSTALL}")
    return "\n".join(lines)


def megabytes(count: int) -> str:
    """Return bytes as a person reads them."""
    return f"{count / 1e6:,.0f} MB"


def _named(source: Source) -> str:
    return f"{source.title} ({urlsplit(source.url).netloc})" if isinstance(source, UrlSource) else source.title
