"""Never more threads than processors."""

import os
from pathlib import Path

import pytest

from interviewer.llm.threads import allowed_threads


@pytest.mark.parametrize(
    ("quota", "processors", "expected"),
    [
        ("max 100000", 2, 2),
        ("100000 100000", 16, 1),
        ("250000 100000", 16, 2),
        ("50000 100000", 4, 1),
        ("nonsense", 3, 3),
        (None, 64, 8),
    ],
)
def test_threads_follow_affinity_and_quota(
    quota: str | None, processors: int, expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)), raising=False)
    file = tmp_path / "cpu.max"
    if quota is not None:
        file.write_text(quota)
    assert allowed_threads(file) == expected
