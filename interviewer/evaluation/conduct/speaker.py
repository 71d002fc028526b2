"""A chat model that words follow-ups in scripted interviews by the session's own `Wording`, and what came of each."""

from dataclasses import dataclass, replace

from interviewer.evaluation.replies import KeptChat
from interviewer.interview.wording import Tried, Wording


@dataclass(frozen=True, slots=True)
class Tally:
    """One follow-up where there is a model, and the seconds that its reply took; `spared`: it was kept from before."""

    tried: Tried
    seconds: float
    spared: bool = False


class Speaker:
    """Hand `wording` to the session, and take after each `phrase` what was noted."""

    def __init__(self, wording: Wording, chat: KeptChat) -> None:
        self.name = chat.name
        self.wording = replace(wording, chat=lambda: chat, noted=self._note)
        self._chat = chat
        self._noted: Tally | None = None

    def taken(self) -> Tally | None:
        """Return what came of the latest follow-up, once; None where the model was not asked since."""
        noted, self._noted = self._noted, None
        self._chat.waited, self._chat.spared = 0.0, False
        return noted

    def _note(self, tried: Tried) -> None:
        self._noted = Tally(tried, self._chat.waited, self._chat.spared)
