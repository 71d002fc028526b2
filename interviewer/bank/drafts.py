"""What the program adds to a question of a document: drafted key points and a link, marked so that edits are seen."""

import hashlib
import json
from collections.abc import Sequence

from interviewer.domain.question import KeyPoint, Question
from interviewer.grading import draft_key_points

_SHORTEST, _LONGEST = 3, 2000  # characters that a question file takes for a key point


def drafted_fields(question: str, reference: str, same_as: str | None) -> dict[str, object]:
    """Return the front matter that is drafted for a question: `same_as`, `key_points`, `drafted` (their hash).

    `drafted` is how a later reading tells its own draft, which it may replace, from one that a person edited.
    """
    points = draft_key_points(reference, question)
    fitting = all(_SHORTEST <= len(point.text.strip()) <= _LONGEST for point in points)
    return _fields(points if fitting else (), same_as)


def fields_as_drafted(question: Question) -> dict[str, object] | None:
    """Return the drafted front matter that a file still holds, None where a person has edited it."""
    if question.drafted is None:
        return None if question.key_points or question.same_as else {}
    if any(point.accept for point in question.key_points):
        return None
    fields = _fields(question.key_points, question.same_as)
    return fields if fields.get("drafted") == question.drafted else None


def relinked_fields(question: Question, same_as: str | None) -> dict[str, object]:
    """Return the drafted front matter of a question as it is, with another link or none."""
    return _fields(question.key_points, same_as)


def _fields(points: Sequence[KeyPoint], same_as: str | None) -> dict[str, object]:
    fields: dict[str, object] = {"same_as": same_as} if same_as else {}
    if points:
        fields["key_points"] = [{"id": point.id, "weight": point.weight, "text": point.text} for point in points]
    if fields:
        fields["drafted"] = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    return fields
