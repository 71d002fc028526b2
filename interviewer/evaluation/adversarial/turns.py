"""What may be done to a field: shuffled, negated, disguised, restyled. None where the text does not admit it."""

import base64
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from interviewer.evaluation.adversarial.fixed import FixedTexts
from interviewer.evaluation.adversarial.statements import (
    compared,
    each,
    exchange,
    main_clause,
    misspell,
    negate,
    renumber,
    rotate,
    statements_of,
    swap,
    uncapital,
)

_MEGABYTE = 1_000_000
_TOKEN = 10_000
_ANSWER_WORDS = 120
_SEVERAL = 2
"""Statements turned round at least, so that what they are worth is more than the margin of success."""
_LOOK_ALIKES = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
_LEET = str.maketrans("aeiostAEIOST", "431057431057")


@dataclass(frozen=True, slots=True)
class Context:
    """What a turn may lean on beside the text itself."""

    question: str
    texts: FixedTexts
    chance: random.Random


Turn = Callable[[str, Context], str | None]


def _shuffled(text: str, context: Context) -> str:
    words = text.split()
    context.chance.shuffle(words)
    return " ".join(words)


def _pairs_shuffled(text: str, context: Context) -> str:
    words = text.split()
    pairs = [" ".join(words[place : place + 2]) for place in range(0, len(words), 2)]
    context.chance.shuffle(pairs)
    return " ".join(pairs)


def _negated(text: str, context: Context) -> str | None:
    return each(text, lambda one: negate(one, context.texts.verbs), _SEVERAL)


def _both_ways(text: str, context: Context) -> str | None:
    def both(one: str) -> str | None:
        denied = negate(one, context.texts.verbs)
        return f"{main_clause(one)}. On the other hand, {uncapital(denied)}" if denied else None

    return each(text, both, _SEVERAL)


def _main_clauses(text: str, context: Context) -> str | None:
    return each(text, lambda one: f"{main_clause(one)}." if negate(one, context.texts.verbs) else None, _SEVERAL)


def _doubly_negated(text: str, context: Context) -> str | None:
    def twice(one: str) -> str | None:
        denied = negate(one, context.texts.verbs)
        return f"It is not the case that {uncapital(denied)}" if denied else None

    return each(text, twice, _SEVERAL)


def _swapped(text: str, context: Context) -> str | None:
    return each(text, lambda one: swap(one, compared(context.question)), 1)


def _as_statement(text: str, _: Context) -> str:
    bare = text.rstrip("?.! ")
    return f"It is important to understand {bare[0].lower()}{bare[1:]}."


def _as_long_as_an_answer(text: str, _: Context) -> str:
    return " ".join([text] * max(2, _ANSWER_WORDS // len(text.split())))


def _adorned(text: str, context: Context) -> str:
    return " ".join(
        f"This is {context.chance.choice(context.texts.adornments)} so: {one}" for one in statements_of(text)
    )


def _padded(text: str, context: Context) -> str:
    return " ".join(f"{one} {context.chance.choice(context.texts.padding)}" for one in statements_of(text))


def _spoken(text: str, context: Context) -> str:
    words = text.split()
    filled = [
        f"{word} {context.chance.choice(context.texts.hesitations)}" if n % 9 == 4 else word
        for n, word in enumerate(words)
    ]
    return " ".join(filled)


def _misspelt(text: str, context: Context) -> str:
    return " ".join(
        misspell(word, context.chance) if context.chance.random() < 1 / 12 else word for word in text.split(" ")
    )


def _respelt(text: str, context: Context) -> str:
    cased = (char.upper() if context.chance.random() < 0.4 else char.lower() for char in text)
    return "".join(char + " " if char.isalpha() and context.chance.random() < 0.05 else char for char in cased)


def _sentences_shuffled(text: str, context: Context) -> str:
    found = statements_of(text)
    context.chance.shuffle(found)
    return " ".join(found)


def _joined_by(joint: str, *, before: str = "") -> Turn:
    return lambda text, _: before + joint.join(statements_of(text))


def _plainly(change: Callable[[str], str]) -> Turn:
    return lambda text, _: change(text)


def _bold(text: str) -> str:
    return re.sub(r"\b(\w{8,})\b", r"**\1**", text)


def _zalgo(text: str) -> str:
    return "".join(char + "\u0315\u0322\u0334\u033f\u0344\u0362" if char.isalpha() else char for char in text)


def _typographic(text: str) -> str:
    return text.replace("'", "’").replace(" - ", " – ").replace("-", "\u2011").replace(", ", ",\u00a0")


TURNS: Mapping[str, Turn] = {
    # words
    "alphabetical": _plainly(lambda text: " ".join(sorted(text.split()))),
    "alphabetical_list": _plainly(lambda text: ", ".join(sorted(text.split()))),
    "shuffled": _shuffled,
    "pairs_shuffled": _pairs_shuffled,
    "joined": _plainly(lambda text: " and it uses ".join(text.split())),
    "fifty_times": _plainly(lambda text: " ".join([text] * 50)),
    "bulleted": _plainly(lambda text: "\n".join(f"- {one}" for one in text.split(", "))),
    "twelve_bullets": _plainly(lambda text: "\n".join([f"- {text}"] * 12)),
    "broken_off": _plainly(lambda text: " ".join(text.split()[: max(3, len(text.split()) // 3)])),
    # the question
    "as_statement": _as_statement,
    "as_long_as_an_answer": _as_long_as_an_answer,
    # the meaning
    "negated": _negated,
    "negated_one": lambda text, context: negate(text, context.texts.verbs),
    "both_ways": _both_ways,
    "main_clauses": _main_clauses,
    "doubly_negated": _doubly_negated,
    "opposite": lambda text, context: each(text, lambda one: exchange(one, context.texts.opposites), _SEVERAL),
    "swapped": _swapped,
    "reordered": lambda text, context: each(text, lambda one: exchange(one, context.texts.orders_of_steps), 1),
    "renumbered": lambda text, context: each(text, lambda one: renumber(one, context.texts.quantities), 1),
    "requantified": lambda text, context: each(text, lambda one: exchange(one, context.texts.quantifiers), 1),
    "rotated": lambda text, context: rotate(statements_of(text), context.texts.verbs),
    # the manner
    "adorned": _adorned,
    "padded": _padded,
    "bullets": _joined_by("\n- ", before="- "),
    "lines": _joined_by("\n"),
    "bold": _plainly(_bold),
    "lower": _plainly(str.lower),
    "upper": _plainly(str.upper),
    "unpunctuated": _plainly(lambda text: re.sub(r"[.,;:!?]+(?=\s|$)", "", text)),
    "misspelt": _misspelt,
    "respelt": _respelt,
    "spoken": _spoken,
    "without_articles": _plainly(lambda text: re.sub(r"\b(?:the|an?) ", "", text, flags=re.IGNORECASE)),
    "sentences_shuffled": _sentences_shuffled,
    "typographic": _plainly(_typographic),
    "as_notes": lambda text, context: "\n".join(
        f"{context.texts.notes[0]} {one.rstrip('.')}" for one in statements_of(text)
    ),
    # the encoding
    "base64": _plainly(lambda text: base64.b64encode(text.encode()).decode()),
    "leet": _plainly(lambda text: text.translate(_LEET)),
    "zero_width": _plainly("\u200b".join),
    "homoglyphs": _plainly(lambda text: text.translate(_LOOK_ALIKES)),
    "tag_characters": _plainly(lambda text: "".join(chr(0xE0000 + ord(char)) for char in text if char.isascii())),
    "variation_selectors": _plainly(lambda text: "".join(char + "\ufe0f" for char in text)),
    "zalgo": _plainly(_zalgo),
    "nul": _plainly(lambda text: text.replace(" ", "\x00 ")),
    "surrogates": _plainly(lambda text: text.replace(" ", " \ud800")),
    "megabyte": _plainly(lambda text: (text + " ") * (_MEGABYTE // (len(text) + 1))),
    "glued": _plainly(
        lambda text: (text.replace(" ", "") * (_TOKEN // max(1, len(text.replace(" ", ""))) + 1))[:_TOKEN]
    ),
}
"""What may stand after the bar in <<field|turn>>."""
