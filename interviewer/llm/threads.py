"""How many threads the model may have: never more than the processors that this process may use."""

import math
import os
from pathlib import Path

_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_MOST = 8
"""Threads beyond which a model of this size waits for memory and not for a core."""


def allowed_threads(quota: Path = _QUOTA) -> int:
    """Return the processors that this process may use, by affinity and by the container's quota, 1 to 8."""
    affinity = getattr(os, "sched_getaffinity", None)  # macOS has none
    processors = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min(processors, _quota(quota), _MOST))


def _quota(file: Path) -> int:
    """Return the processors that a control group allows; more than any machine has where it sets no limit."""
    try:
        limit, period = file.read_text("ascii").split()
        return max(1, math.floor(int(limit) / int(period)))
    except (OSError, ValueError):  # no control group, or `max`
        return _MOST
