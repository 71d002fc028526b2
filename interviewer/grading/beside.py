"""Leaves out what a long answer says that has nothing to do with the question."""

from collections.abc import Sequence

import numpy as np

from interviewer.grading.rubric import Rubric
from interviewer.grading.texts import Encoded

TO_THE_MATTER = 0.3
"""Cosine with the nearest statement of the rubric. Honest sentences seldom lie below, talk of bread and ferries nearly
always; and a page of it has to."""
_LEAST_WORDS = 200
"""Beside the point, and more than half of all, before anything is left out. What an answer says on the whole is
compared with, and a page of something else would make half an answer stand out."""


def beside_the_point(said: Sequence[Encoded], rubric: Rubric) -> list[int]:
    """Return the places of the sentences that have nothing to do with the rubric, none where that is no long page."""
    if not said:
        return []
    statements = (
        rubric.question,
        *rubric.reference,
        *(one for point in rubric.points for one in (point.statement, *point.accepted)),
        *(wrong.claim for wrong in rubric.wrongs),
    )
    near = np.stack([one.whole for one in said]) @ np.stack([one.vector for one in statements]).T
    places = np.flatnonzero(near.max(axis=1) < TO_THE_MATTER).tolist()
    words = sum(len(said[place].words) for place in places)
    return places if words >= _LEAST_WORDS and 2 * words > sum(len(one.words) for one in said) else []
