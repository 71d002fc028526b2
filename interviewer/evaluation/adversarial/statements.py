"""Turns statements round: negated, opposite, swapped, reordered. Only what surely reverses the meaning is changed.

A statement is cut to its main clause, and one thing is changed in it: two changes might cancel out.
"""

import random
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from interviewer.ingest.sentences import sentences

_LEAST_WORDS = 5
_TAIL = re.compile(r"[,;:]| (?:so that|so|because|since|which|while|whereas|although|though|unless|if|when|where) ")
_SUBORDINATE = re.compile(
    r"(?:where|when|whenever|if|with|in|for|at|after|because|since|while|unless|under|as|by|on|during|without|given|to|"
    r"from|over|between|beyond|once|although|though|only|not|no|neither|despite|before|instead|unlike|rather)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|no|never|none|nothing|neither|nor|cannot|without|hardly|n't)\b|n't\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|what|how|than)\b", re.IGNORECASE)
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|can|could|will|would|should|must)\b", re.IGNORECASE)
_THAN = re.compile(r"\b(?P<left>[\w-]+) (?P<joint>rather than|instead of) (?P<right>[\w-]+)\b", re.IGNORECASE)
_DIRECTED = re.compile(
    r"(?P<left>(?:[\w'-]+ ){0,4}[\w'-]+) "
    r"(?P<joint>(?:is|are) (?:far |much )?\w+ than|(?:is|are) \w+ed (?:by|from|into)|contains|causes|replaces|"
    r"dominates|requires|determines|outperforms|exceeds|approximates|prevents|produces|precedes|follows|"
    r"depends on|relies on) "
    r"(?P<right>(?:[\w'-]+ ){0,6}[\w'-]+)"
)
_STARTS = frozenset({"A", "An", "The", "Each", "Every", "All", "Some", "This", "These", "It", "They", "One", "Its"})
_NUMBER = re.compile(r"(?<![\w.$^_{])\d+(?:\.\d+)?(?![\w.]*\w)")
_JOINTS = re.compile(r"(?:an?|the|by|in|on|of|to|for|from|at|with|as|its?|is|be)\b", re.IGNORECASE)


def statements_of(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [sentence.strip() for sentence in sentences(text) if sentence.strip()]


def main_clause(statement: str) -> str | None:
    """Return the statement up to its first subordinate clause, without the full stop; None where that is unsafe."""
    bare = statement.strip().rstrip(".")
    if _SUBORDINATE.match(bare):
        return None
    tail = _TAIL.search(bare)
    clause = bare[: tail.start()] if tail else bare
    return clause if len(clause.split()) >= _LEAST_WORDS else None


def negate(statement: str, verbs: str) -> str | None:
    """Return the main clause denied at its finite verb; None where no finite verb is sure to be the main one."""
    clause = main_clause(statement)
    if clause is None or _NEGATED.search(clause):
        return None
    auxiliary, verb = _AUXILIARY.search(clause), _third_person(verbs).search(clause)
    found = min((one for one in (auxiliary, verb) if one), key=lambda one: one.start(), default=None)
    if found is None or not clause[: found.start()].strip() or _RELATIVE.search(clause[: found.start()]):
        return None
    before, after = clause[: found.start()], clause[found.end() :]
    if found is auxiliary:
        return f"{before}{found.group()} not{after}."
    return f"{before}does not {_base(found.group().lower(), verbs)}{after}."


def exchange(statement: str, pairs: Sequence[tuple[str, str]]) -> str | None:
    """Return the main clause with the first of `pairs` found in it replaced by its partner; None without one."""
    clause = main_clause(statement)
    partner: dict[str, str] = {}
    for left, right in pairs:
        partner.setdefault(left, right)
        partner.setdefault(right, left)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, partner))})\b", re.IGNORECASE)
    found = pattern.search(clause) if clause else None
    if clause is None or found is None:
        return None
    return f"{clause[: found.start()]}{partner[found.group().lower()]}{clause[found.end() :]}."


def swap(statement: str, names: tuple[str, str] | None) -> str | None:
    """Return the main clause with what stands around "rather than" or a directed verb swapped, else two `names`."""
    clause = main_clause(statement)
    if clause is None:
        return None
    found = _THAN.search(clause)
    if found and not any(_JOINTS.fullmatch(found[side]) for side in ("left", "right")):
        around = f"{found['right']} {found['joint']} {found['left']}"
        return f"{clause[: found.start()]}{around}{clause[found.end() :]}."
    if whole := _DIRECTED.fullmatch(clause):
        return f"{capital(whole['right'])} {whole['joint']} {uncapital(whole['left'])}."
    return _names_swapped(statement, names) if names else None


def capital(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """Return the text with its first letter in lower case, unless its first word may be a name."""
    return text[:1].lower() + text[1:] if text.split(" ")[0] in _STARTS else text


def renumber(statement: str, pairs: Sequence[tuple[str, str]]) -> str | None:
    """Return the main clause with its first number a thousand and one times as large, else with a quantity changed."""
    clause = main_clause(statement)
    found = _NUMBER.search(clause) if clause else None
    if clause and found:
        return f"{clause[: found.start()]}{float(found.group()) * 1000 + 7:g}{clause[found.end() :]}."
    return exchange(statement, pairs)


def rotate(statements: Sequence[str], verbs: str) -> str | None:
    """Return the statements with each subject given the next one's predicate.

    None with fewer than three, and where two neighbours have one subject: then one of them would stand there as it was.
    """
    halves = [half for half in (_halves(statement, verbs) for statement in statements) if half]
    if len(halves) < 3:
        return None
    subjects, predicates = zip(*halves, strict=True)
    exchanged = list(zip(subjects, (*predicates[1:], predicates[0]), strict=True))
    return None if set(exchanged) & set(halves) else " ".join(f"{one} {said}." for one, said in exchanged)


def each(text: str, turn: Callable[[str], str | None], least: int) -> str | None:
    """Return every sentence of `text` that `turn` can turn, turned; None with fewer than `least`."""
    turned = [one for one in map(turn, statements_of(text)) if one]
    return " ".join(turned) if len(turned) >= least else None


def compared(question: str) -> tuple[str, str] | None:
    """Return the two short names that a question compares, where it does."""
    found = re.search(r"\bbetween (?:an? |the )?([\w-]+) and (?:an? |the )?([\w-]+)\b", question, re.IGNORECASE)
    return (found[1], found[2]) if found else None


def misspell(word: str, chance: random.Random) -> str:
    """Return a word with two inner letters exchanged; short words stay."""
    if len(word) < 5 or not word.isalpha():
        return word
    place = chance.randrange(1, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _names_swapped(statement: str, names: tuple[str, str]) -> str | None:
    partner = {names[0].lower(): names[1], names[1].lower(): names[0]}
    turned, count = re.subn(
        rf"\b(?:{'|'.join(map(re.escape, partner))})\b",
        lambda found: partner[found.group().lower()],
        statement,
        flags=re.IGNORECASE,
    )
    return turned if count else None


def _halves(statement: str, verbs: str) -> tuple[str, str] | None:
    clause = main_clause(statement)
    if clause is None:
        return None
    found = [one for one in (_AUXILIARY.search(clause), _third_person(verbs).search(clause)) if one and one.start() > 0]
    place = min((one.start() for one in found), default=0)
    return (clause[:place].strip(), clause[place:]) if place else None


@lru_cache(maxsize=4)
def _forms(verbs: str) -> dict[str, str]:
    """Return the third person of each verb with its base form."""
    found: dict[str, str] = {}
    for verb in verbs.split():
        if re.search(r"(?:s|x|z|ch|sh|o)$", verb):
            found[verb + "es"] = verb
        elif re.search(r"[^aeiou]y$", verb):
            found[verb[:-1] + "ies"] = verb
        else:
            found[verb + "s"] = verb
    return found


@lru_cache(maxsize=4)
def _third_person(verbs: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_forms(verbs))})\b")


def _base(verb: str, verbs: str) -> str:
    return _forms(verbs)[verb]
