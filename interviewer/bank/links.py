"""Links the questions of a document to those that ask the same: the bundled ones first, then a person's own."""

from collections.abc import Mapping, Sequence

from interviewer.bank.alike import QuestionEncoder
from interviewer.bank.duplicates import Pair, find_duplicates
from interviewer.bank.load import Bank
from interviewer.domain.errors import EmbeddingUnavailable
from interviewer.domain.linked import root
from interviewer.domain.question import Question


class Linker:
    """Finds near-duplicates of one document's questions. `pairs`, `linked` (ids) and `problem` tell what it found.

    It writes nothing and changes no other file: a link stands in the file of the question that came later.
    """

    def __init__(self, bank: Bank, encoder: QuestionEncoder) -> None:
        self._bank = bank
        self._encoder = encoder
        self.pairs: tuple[Pair, ...] = ()
        self.linked: frozenset[str] = frozenset()
        self.problem: str | None = None

    def link(self, questions: Sequence[Question]) -> Mapping[str, str]:
        """Return for each question that asks the same as another the id of that one."""
        fresh = {question.id for question in questions}
        known = [question for question in self._bank.questions if question.id not in fresh]
        try:
            self.pairs = tuple(find_duplicates(questions, known, self._encoder))
        except EmbeddingUnavailable as error:
            self.problem = f"near-duplicates were not looked for: {error}"
            return {}
        links = self._links({question.id: question.same_as for question in known if question.same_as})
        self.linked = frozenset(links)
        return links

    def _links(self, links: dict[str, str]) -> dict[str, str]:
        own: dict[str, str] = {}
        for pair in sorted(self.pairs, key=lambda pair: (self._is_own(pair.same_as), -pair.similarity)):
            target = root(pair.same_as, links | own)
            if pair.question not in own and target != pair.question:
                own[pair.question] = target
        return own

    def _is_own(self, question_id: str) -> bool:
        question = self._bank.get(question_id)
        return question is None or question.provenance is not None
