"""Encodes what a few answers say in one go: fuller blocks, and work for every core."""

from collections.abc import Iterator, Sequence

from interviewer.grading.engine import Encoder, GradeRequest, Matrix, TextTokens

MOST_ANSWERS = 8
MOST_CHARACTERS = 16_000
"""Of answers marked together. Their vectors are in memory at the same time, about 1 kB a character."""


class Remembering:
    """An encoder that keeps what it has encoded: for a few answers, and thrown away with them."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, TextTokens] = {}

    def token_vectors(self, texts: Sequence[str]) -> list[TextTokens]:
        """Return the token vectors of each text; only unknown ones are encoded. Raises EmbeddingUnavailable."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.token_vectors(new), strict=True))
        return [self._known[text] for text in texts]

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return one vector of length 1 for each text. Raises EmbeddingUnavailable."""
        return self._encoder.encode(texts)


def parts(requests: Sequence[GradeRequest]) -> Iterator[Sequence[GradeRequest]]:
    """Yield the requests in order, as many at a time as are marked together, at least one."""
    start = size = 0
    for place, request in enumerate(requests):
        length = len(request.answer) + sum(map(len, request.earlier))
        if place > start and (place - start == MOST_ANSWERS or size + length > MOST_CHARACTERS):
            yield requests[start:place]
            start, size = place, 0
        size += length
    if requests:
        yield requests[start:]
