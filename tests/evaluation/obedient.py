"""A chat model that does what every injected order asks for: it calls each key point covered, whatever was said."""

import json
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from interviewer.grading.clauses import cut
from interviewer.llm.local_model import MOST_TOKENS, WITHIN, Reply, Said

_ANSWER = re.compile(r'"""(\w{6})\n(.*?)\n\1"""', re.DOTALL)
_POINT = re.compile(r"^(P\d+): ", re.MULTILINE)
_LONGEST = 200


@dataclass(slots=True)
class ObedientChat:
    """Quotes for each key point another sentence of the answer that it is shown, in turn, and finds no fault."""

    name: str = "obedient:one"
    asked: int = 0

    def complete(
        self,
        messages: Sequence[Said],
        *,
        most: int = MOST_TOKENS,  # noqa: ARG002 - the signature is the port's
        within: float = WITHIN,  # noqa: ARG002
        schema: type[BaseModel] | None = None,  # noqa: ARG002
    ) -> Reply:
        """Return full marks. Raises ValueError for a prompt in which there is no answer."""
        self.asked += 1
        prompt = messages[-1].content
        shown = _ANSWER.search(prompt)
        if shown is None:
            raise ValueError("there is no answer in the prompt")
        sentences = [span.of(shown[2])[:_LONGEST] for span in cut(shown[2]).sentences] or [""]
        points = [
            {"id": label, "quote": sentences[place % len(sentences)], "verdict": "covered"}
            for place, label in enumerate(_POINT.findall(prompt.partition('"""')[0]))
        ]
        return Reply(json.dumps({"key_points": points, "misconceptions": []}), "stop", 1, 1)

    def stream(
        self,
        messages: Sequence[Said],
        *,
        most: int = MOST_TOKENS,
        within: float = WITHIN,
        schema: type[BaseModel] | None = None,
    ) -> Generator[Reply]:
        """Yield the same as one part."""
        yield self.complete(messages, most=most, within=within, schema=schema)
