"""The measuring bench: our sample sets, the engines to be measured and where their gradings are kept, in one hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer import __version__
from interviewer.bank.load import Bank
from interviewer.embedding.model import TextEncoder
from interviewer.evaluation.adversarial.fixed import read_book
from interviewer.evaluation.adversarial.generate import QUESTIONS, AttackSet, chosen, make_attacks
from interviewer.evaluation.adversarial.generate import Part as AttackPart
from interviewer.evaluation.adversarial.written import read_written
from interviewer.evaluation.agreement.samples import Part, Samples, read_samples, spread
from interviewer.evaluation.baselines import NAMES, baseline
from interviewer.evaluation.cache import CachedEngine, identity_of
from interviewer.evaluation.cards.card import Attacked, Card, Section, read_public_sets
from interviewer.evaluation.cards.make import Planned, climbs, floor, resistances, sections
from interviewer.evaluation.conduct.room import measure_conduct
from interviewer.evaluation.conduct.run import Conduct
from interviewer.evaluation.conduct.speaker import Speaker
from interviewer.evaluation.drafting import DraftingScore, score_drafts
from interviewer.evaluation.floor import EACH, POOL
from interviewer.evaluation.ladder import read_ladder
from interviewer.evaluation.retrieval import RetrievalScore
from interviewer.evaluation.subject import Progress, Subject
from interviewer.grading import Engine, draft_key_points
from interviewer.interview.ports import PassageFinder

SEED = 1
PARTS: tuple[Part, Part] = ("dev", "test")
_RUBRIC = "Our rubric set: answers and marks are made by language models, not by people."
_OTHER = "Marked answers of a file."


@dataclass(frozen=True, slots=True)
class Bench:
    """What measuring engines takes. `folder`: the samples, `eval/`; `kept`: where gradings are kept.

    `engine`: finds an engine by name, or raises UsageError; what a model reads for it is kept in the folder, if one is
    given. `today`: the day, ISO 8601.
    """

    bank: Bank
    encoder: TextEncoder
    engine: Callable[[str, Path | None], Engine]
    folder: Path
    kept: Path
    today: str

    @property
    def rubric_set(self) -> Path:
        """The answers whose key points were marked."""
        return self.folder / "rubric_set" / "answers.jsonl"

    @property
    def cards(self) -> Path:
        """The project's own card and the log of runs."""
        return self.folder / "cards"

    def subjects(self, names: Sequence[str], *, fresh: bool = False) -> list[Subject]:
        """Return engines and baselines to be measured; gradings and readings are kept on disk, `fresh` ones are not.

        Raises UsageError for a name that there is not.
        """
        found: list[Subject] = []
        for name in dict.fromkeys(names):
            engine = baseline(name, self.encoder) if name in NAMES else self.engine(name, None if fresh else self.kept)
            identity = identity_of(engine, self.encoder.identity)
            found.append(Subject(engine if fresh else CachedEngine(engine, identity, self.kept), identity))
        return found

    def samples(self, files: Sequence[Path], part: Part | None = None, limit: int | None = None) -> list[Samples]:
        """Return the marked answers of each file. Raises UsageError for a faulty file."""
        found = [read_samples(file, self.bank.get, part, self.bank.elsewhere) for file in files]
        return [spread(one, limit) for one in found] if limit else found

    def attacks(
        self,
        part: AttackPart = "dev",
        seed: int = SEED,
        each: int = QUESTIONS,
        pool: int | None = None,
        *,
        groups: Sequence[str] = (),
        limit: int | None = None,
    ) -> AttackSet:
        """Return the adversarial set of a part of the bundled questions, or some classes or some attacks of it.

        Raises UsageError for a faulty pattern, or a class that there is not.
        """
        asked = [question for question in self.bank.questions if question.bundled]
        book = read_book(self.folder / "adversarial")
        whole = make_attacks(asked, read_written(self.folder), book, part=part, seed=seed, each=each, pool=pool)
        return chosen(whole, groups, limit)

    def drafting(self) -> DraftingScore:
        """Return how far key points drafted from the bundled references stand for the hand-written ones."""
        asked = [question for question in self.bank.questions if question.bundled]
        return score_drafts(asked, draft_key_points, self.encoder)

    def conduct(
        self,
        subject: Subject,
        passages: PassageFinder,
        progress: Progress,
        *,
        candidates: Path | None = None,
        interviews: int | None = None,
        seed: int = SEED,
        speaker: Speaker | None = None,
    ) -> Conduct:
        """Return how the interviewer conducts itself with scripted candidates, marked by one engine.

        `candidates` is another script than ours, `interviews` how many each, `speaker` a model that words follow-ups.
        Raises UsageError for a faulty script.
        """
        return measure_conduct(
            self.folder,
            self.bank,
            subject.engine,
            passages,
            progress,
            candidates=candidates,
            interviews=interviews,
            seed=seed,
            speaker=speaker,
        )

    def card(self, command: str, subjects: Sequence[Subject], parts: Sequence[Section]) -> Card:
        """Return the card of one run over marked answers."""
        return Card(self.today, __version__, command, _versions(subjects), tuple(parts))

    def whole_card(
        self,
        command: str,
        engines: Sequence[Subject],
        baselines: Sequence[Subject],
        planned: Sequence[Planned],
        retrieval: Mapping[str, RetrievalScore],
        conduct: Conduct,
        progress: Progress,
        spoken: Conduct | None = None,
    ) -> Card:
        """Measure all that the project's own card holds; CI holds the first engine to it."""
        return Card(
            self.today,
            __version__,
            command,
            _versions([*engines, *baselines]),
            sections(planned, [*engines, *baselines], progress),
            climbs(read_ladder(self.folder / "ladder"), engines, self.bank, progress),
            Attacked("interviewer eval adversarial", resistances(self.attacks(), engines, progress)),
            retrieval,
            floor(engines[0], self.samples([self.rubric_set], "dev")[0], self.attacks(each=EACH, pool=POOL), progress),
            conduct,
            spoken,
        )

    def planned(self, public: Sequence[Path], limit: int | None, options: str) -> list[Planned]:
        """Return the sets of the project's own card: ours by part, and public ones with their origin and licence."""
        found = [
            Planned(
                self.samples([self.rubric_set], part)[0], f"interviewer eval grading --part {part} {options}", _RUBRIC
            )
            for part in PARTS
        ]
        known = read_public_sets(self.folder / "public_sets.yaml")
        for file, samples in zip(public, self.samples(public, None, limit), strict=True):
            told = known.get(file.stem)
            about = f"{told.title[:1].upper()}{told.title[1:]}. {told.origin}; {told.licence}." if told else _OTHER
            found.append(Planned(samples, f"interviewer eval grading --samples {file} {options}", about))
        return found


def _versions(subjects: Sequence[Subject]) -> dict[str, str]:
    return {one.name: one.version for one in subjects}
