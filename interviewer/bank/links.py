"""Links the questions of a document to those that ask the same: the bundled ones first, then a person's own."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from interviewer.bank.alike import QuestionEncoder
from interviewer.bank.duplicates import Pair, find_duplicates
from interviewer.bank.load import Bank, load_bank
from interviewer.bank.removal import NOTHING, Removal
from interviewer.domain.errors import EmbeddingUnavailable
from interviewer.domain.linked import root
from interviewer.domain.question import Question

MOST_OWN = 2_000
"""Of more own questions than this, none is compared with a new document's: the work grows with their square, and all
of them would be held in memory. The bundled ones and the document's own always are."""


class Known:
    """The questions that documents are compared with: loaded when first needed, then kept up with what is written.

    `load` reads the bank, with the person's own questions or without; `own` is how many of those there are.
    """

    def __init__(self, load: Callable[[bool], Bank], own: int) -> None:
        self._load = load
        self._questions: dict[str, Question] | None = None
        self.partial = own > MOST_OWN

    def questions(self) -> Mapping[str, Question]:
        """Return the questions by id."""
        if self._questions is None:
            # Rubrics are not compared, and would take most of the memory.
            found = self._load(not self.partial).questions
            self._questions = {one.id: replace(one, key_points=(), follow_ups=()) for one in found}
        return self._questions

    def take_in(self, written: Collection[Question], pruned: Removal = NOTHING) -> None:
        """Note what became of a document's questions."""
        if self._questions is None:  # whoever loads them later finds it in the files
            return
        known = self._questions | {question.id: question for question in written}
        own = sum(not question.bundled for question in known.values())
        self.partial = self.partial or own - len(pruned.removed) > MOST_OWN
        links = {one.question: one.same_as for one in pruned.relinked}
        self._questions = {
            name: replace(question, same_as=links.get(name, question.same_as))
            for name, question in known.items()
            if name not in pruned.removed and (question.bundled or not self.partial)
        }


def known_in(corpus: Path, personal: Path) -> Known:
    """Return the questions of the bundled corpus and of the person's own folder, not loaded yet."""
    own = sum(1 for _ in personal.glob("*/*.md"))
    return Known(lambda whole: load_bank(corpus, personal if whole else None), own)


class Linker:
    """Finds near-duplicates of one document's questions, some at a time. `pairs` and `problem` tell what it found.

    It writes nothing and changes no other file: a link stands in the file of the question that came later.
    """

    def __init__(self, known: Known, encoder: QuestionEncoder) -> None:
        self.known = known
        self._encoder = encoder
        self.pairs: tuple[Pair, ...] = ()
        self.problem: str | None = None
        self._earlier: list[Question] = []

    def link(self, questions: Sequence[Question]) -> Mapping[str, str]:
        """Return for each question that asks the same as another, or as an earlier one, the id of that one.

        `same_as` of a question is the link that its file holds; it stays where its end is not looked at any more.
        """
        if not questions:
            return {}
        # What else this document once held is gone from it, or comes later.
        document = {question.provenance.document for question in questions if question.provenance}
        fresh = {question.id for question in (*self._earlier, *questions)}
        known = [
            one
            for one in self.known.questions().values()
            if one.id not in fresh and (one.provenance is None or one.provenance.document not in document)
        ]
        known += self._earlier
        if self.known.partial:
            self.problem = f"near-duplicates were not looked for among your own questions: they are over {MOST_OWN}"
        try:
            pairs = find_duplicates(questions, known, self._encoder)
        except EmbeddingUnavailable as error:
            self.problem = f"near-duplicates were not looked for: {error}"
            return {one.id: one.same_as for one in questions if one.same_as}
        links = self._unseen(questions) | self._links(pairs, {one.id: one.same_as for one in known if one.same_as})
        self._earlier += [replace(question, same_as=links.get(question.id)) for question in questions]
        self.pairs += tuple(pairs)
        return links

    def _unseen(self, questions: Sequence[Question]) -> dict[str, str]:
        if not self.known.partial:
            return {}
        seen = self.known.questions().keys() | {question.id for question in (*self._earlier, *questions)}
        return {one.id: one.same_as for one in questions if one.same_as and one.same_as not in seen}

    def _links(self, pairs: Sequence[Pair], links: dict[str, str]) -> dict[str, str]:
        own: dict[str, str] = {}
        for pair in sorted(pairs, key=lambda pair: (self._is_own(pair.same_as), -pair.similarity)):
            target = root(pair.same_as, links | own)
            if pair.question not in own and target != pair.question:
                own[pair.question] = target
        return own

    def _is_own(self, question_id: str) -> bool:
        question = self.known.questions().get(question_id)
        return question is None or not question.bundled
