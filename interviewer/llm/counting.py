"""How many tokens a text takes, without its tokenizer: bounds from above, for a cap, from below, to notice a cut."""

import re
from collections.abc import Sequence

from interviewer.llm.local_model import Said

_BYTES_A_TOKEN = 3
"""Fewer than any tokenizer in use takes for prose (four to five), so that an estimate is rather too high."""
_MESSAGE_TOKENS = 8
"""What a chat template puts around one message, at most."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+")
_SLACK = 0.9
"""For a tokenizer that joins two words now and then."""


def most_tokens(messages: Sequence[Said]) -> int:
    """Return how many tokens a prompt may take, rather too many than too few."""
    return sum(tokens_of(one.content) + _MESSAGE_TOKENS for one in messages)


def tokens_of(text: str) -> int:
    """Return how many tokens a text may take, rather too many than too few."""
    return -(-len(text.encode("utf-8", "replace")) // _BYTES_A_TOKEN)


def least_tokens(messages: Sequence[Said]) -> int:
    """Return how many tokens a prompt takes at least: one for each word and number, for no token spans two of them.

    English takes about 1.3 tokens a word, so a host that drops less than a quarter of a prompt may go unnoticed.
    """
    return int(_SLACK * sum(len(_WORD.findall(one.content)) for one in messages))
