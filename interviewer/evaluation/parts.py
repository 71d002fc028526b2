"""Which questions are held back: the same third for every set that is made from the bank."""

import hashlib

_PARTS = 3


def held_back(question_id: str) -> bool:
    """Say whether a question belongs to the third that settings are not chosen on: SHA-1 of its id, modulo 3, is 0."""
    return int(hashlib.sha1(question_id.encode(), usedforsecurity=False).hexdigest(), 16) % _PARTS == 0
