"""Each of several test workers gets a core of its own, before numpy and torch count the cores they may use.

Threads of two workers on two cores only wait in turn.
"""

import os

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

if _WORKER and hasattr(os, "sched_setaffinity"):
    _CORES = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {_CORES[int(_WORKER.removeprefix("gw")) % len(_CORES)]})
