"""The whole bank: bundled tracks and the person's own documents, as one collection."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path

from interviewer.bank.files import Fault, Loaded, load_file
from interviewer.bank.twins import with_answers_of_twins
from interviewer.domain.linked import root
from interviewer.domain.question import PERSONAL_TRACK, FollowUp, Question
from interviewer.grading import draft_key_points

MOST_ELSEWHERE = 240
"""References of other questions that an answer is compared with: a whole track, or a part of a long document."""

# A drafted rubric has no follow-ups of its own; these ask for more without naming what is missing.
OPEN_PROBES = (
    "That is part of it. What else belongs to a full answer, and why?",
    "Go one step further: how does it work, or what follows from it?",
)


@dataclass(frozen=True)
class Bank:
    """Every question that can be asked, and what is wrong with the files of the others."""

    questions: tuple[Question, ...]
    faults: tuple[Fault, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)
    """The file of each question, by its id."""

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        named = {alias: question for question in self.questions for alias in question.aliases}
        return named | {question.id: question for question in self.questions}

    @cached_property
    def _topics(self) -> dict[tuple[str, str], tuple[Question, ...]]:
        found: dict[tuple[str, str], list[Question]] = defaultdict(list)
        for question in self.questions:
            found[question.track, question.topic].append(question)
        return {topic: tuple(mates) for topic, mates in found.items()}

    @cached_property
    def _links(self) -> dict[str, str]:
        return {one.id: self.current_id(one.same_as) for one in self.questions if one.same_as}

    def _root(self, question_id: str) -> str:
        return root(question_id, self._links)

    def get(self, question_id: str) -> Question | None:
        """Return the question of this id or alias."""
        return self._by_id.get(question_id)

    def current_id(self, question_id: str) -> str:
        """Return the id that a retired one stands for now; any other id is returned as it is."""
        question = self._by_id.get(question_id)
        return question.id if question else question_id

    def elsewhere(self, question: Question) -> tuple[str, ...]:
        """Return the references of other questions of its track, those of its topic first, at most `MOST_ELSEWHERE`.

        None is of a question that asks the same.
        """
        own = self._root(self.current_id(question.id))
        mates = self._topics.get((question.track, question.topic), ())
        strangers = (one for one in self.questions if one.track == question.track and one.topic != question.topic)
        others = (one.reference for one in chain(mates, strangers) if self._root(one.id) != own)
        return tuple(islice(others, MOST_ELSEWHERE))

    def choose(self, *, track: str | None = None, source: str | None = None) -> tuple[Question, ...]:
        """Return the questions of a track, or of one document; those of every track without either.

        The track `personal` is all of the person's own, whatever track they are in besides.
        """
        if source is not None:
            return tuple(one for one in self.questions if one.provenance and one.provenance.document == source)
        return tuple(one for one in self.questions if track in (None, *one.tracks))

    def askable(self, *, track: str | None = None, source: str | None = None) -> tuple[Question, ...]:
        """Return what an interview may ask: drafted and incomplete questions only of a document that is named."""
        return tuple(q for q in self.choose(track=track, source=source) if source is not None or q.status == "accepted")

    @property
    def tracks(self) -> tuple[str, ...]:
        """The tracks, sorted."""
        return tuple(sorted({track for question in self.questions for track in question.tracks}))

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that questions came from, sorted."""
        return tuple(sorted({q.provenance.document for q in self.questions if q.provenance}))


def load_bank(corpus: Path, personal: Path | None = None) -> Bank:
    """Read `corpus/<track>/<topic>/<id>.md` and the person's own `<folder>/<id>.md`; faulty files are left out."""
    loaded = list(_bundled(corpus))
    if personal is not None and personal.is_dir():
        loaded += _personal(personal)
    questions: dict[str, Question] = {}
    files: dict[str, Path] = {}
    faults = [fault for one in loaded for fault in one.faults]
    for one in loaded:
        if one.question is None:
            continue
        if one.question.id in questions:
            faults.append(Fault(str(one.file), one.id_line, f"the id {one.question.id!r} is taken by another file"))
            continue
        questions[one.question.id], files[one.question.id] = one.question, one.file
    return Bank(with_answers_of_twins([questions[key] for key in sorted(questions)]), tuple(faults), files)


def _bundled(corpus: Path) -> Iterable[Loaded]:
    for file in sorted(corpus.glob("*/*/*.md")):
        yield load_file(file, track=file.parts[-3], topic=file.parts[-2], bundled=True)


def _personal(folder: Path) -> Iterable[Loaded]:
    for file in sorted(folder.glob("*/*.md")):
        one = load_file(file, track=PERSONAL_TRACK, topic=file.parent.name, bundled=False)
        yield replace(one, question=with_rubric(one.question)) if one.question else one


def with_rubric(question: Question) -> Question:
    """Return the question with key points drafted from its reference where it has none, and open probes."""
    points = question.key_points or draft_key_points(question.reference, question.text)
    probes = question.follow_ups
    if not probes:
        heaviest = sorted(points, key=lambda point: -point.weight)
        probes = tuple(
            FollowUp(point.id, OPEN_PROBES[index % len(OPEN_PROBES)]) for index, point in enumerate(heaviest)
        )
    return replace(question, key_points=points, follow_ups=probes)
