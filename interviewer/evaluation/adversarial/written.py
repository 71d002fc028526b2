"""The honest answers that attacks and twins start from: those that were written for the rubric set and the ladder."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from interviewer.evaluation.adversarial.material import Written
from interviewer.evaluation.json_lines import always, read_json_lines

_FULL = frozenset({"complete", "paraphrase"})
_HALF = "half"
_WRONG = "wrong"


class _Reader(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    mark: float


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    question_id: str
    answer: str
    voice: str = ""
    rung: str = ""
    verdicts: dict[str, str] = {}
    readers: tuple[_Reader, ...] = ()

    @property
    def manner(self) -> str:
        return self.voice or self.rung

    @property
    def wholly_wrong(self) -> bool:
        """Whether every reader gave nothing for it and no key point is even partly there."""
        nothing = bool(self.readers) and all(reader.mark == 0 for reader in self.readers)
        return self.voice == _WRONG and nothing and not {"covered", "partial"} & set(self.verdicts.values())


def read_written(folder: Path) -> Mapping[str, Written]:
    """Return, by question id, the full, half and wholly wrong answers in `eval/`; only questions with the first two."""
    full: dict[str, list[str]] = {}
    half: dict[str, list[str]] = {}
    wrong: dict[str, list[str]] = {}
    for name in ("rubric_set/answers.jsonl", "ladder/part1.jsonl", "ladder/part2.jsonl"):
        for _, row in read_json_lines(folder / name, always(_Answer)):
            if row.manner in _FULL:
                full.setdefault(row.question_id, []).append(row.answer)
            elif row.manner == _HALF:
                half.setdefault(row.question_id, []).append(row.answer)
            elif row.wholly_wrong:
                wrong.setdefault(row.question_id, []).append(row.answer)
    return {key: Written(tuple(full[key]), tuple(half[key]), tuple(wrong.get(key, ()))) for key in full if key in half}
