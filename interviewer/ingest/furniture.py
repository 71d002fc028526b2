"""Lines that came with the page and not with the text: advertisements, captions, ratings, buttons, footers.

Rules go by shape and vocabulary. They judge one line (a list item or code is never furniture), so an
answer's own sentence is safe even where it mentions a course or an image.
"""

import re
from collections import Counter
from collections.abc import Sequence

from interviewer.ingest.furniture_consent import BANNERS, CONSENT, OFFERS, is_button
from interviewer.ingest.furniture_phrases import PHRASES
from interviewer.ingest.furniture_rules import BYLINE, CAPTION, CONTROLS, LINK, PROMOTION, RULES
from interviewer.ingest.lines import is_bullet, is_rule

MARKUP = "markup without text"
PROPERTIES = "properties of the file"
_LONGEST = 700

_BIO = re.compile(r"^(?:[A-Z][\w.'’-]+\s+){1,3}(?:is|was|works|has)\b")
_BIO_WORDS = re.compile(
    r"\b(?:passionate|years of|enthusiast|blogger|freelance\w*|author|writer|editor|product manager|experience"
    r"|graduate[ds]?|masters?|loves? to|enjoys?|specializ\w+ in|in (?:his|her|their) (?:free|spare) time)\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:you|your|yourself)\b", re.IGNORECASE)
_SALE = re.compile(
    r"\b(interview|dream job|career|nail|ace|crack|land|enroll|course|upskill|six-figure|salary|unlock|mentors?|"
    r"certifi\w+|recruiters?|hired|sign up|track progress|premium)s?\b",
    re.IGNORECASE,
)
_HIRING = re.compile(r"\b(?:interview|dream job|career|enroll|upskill|recruiter|hired|salary)", re.IGNORECASE)
_QUESTION_OR_ANSWER = re.compile(r"\W*(?:Q|Que|Ques|Question|A|Ans|Answer)\W{0,3}\d{0,4}\s{0,2}[.:)–-]")
_ONE_LINK = re.compile(r"\[\W*(?P<text>[^\]]{1,200})\]\([^)\s]{0,300}\)$")
_FOLDED = re.compile(r"<summary>(?P<text>[^<>]{1,100})</summary>$")
# An element of a page in raw HTML: what it says is judged as a line of its own.
_ELEMENT = re.compile(r"<(?P<tag>[a-z]{1,12})(?:\s[^<>]{0,300})?>(?P<text>[^<>]{1,200})</(?P=tag)>$", re.IGNORECASE)
_TAGS_ALONE = re.compile(r"(?:<(?:/?[a-zA-Z][^<>]{0,300}|!--[^<>]{0,300}--)>\s*)+$")
_PROPERTY = re.compile(r"[A-Za-z][\w -]{0,40}:(?:\s|$)|\s*-\s|\s{2,}\S|\s*$|#")
# A property of an outliner's block, below its text.
_NOTE_PROPERTY = re.compile(r"(?:id|collapsed|[a-z]+(?:-[a-z]+)+)::\s+\S+(?:\s\S+)?$")
# What stands in italics right below an image is its caption.
_IMAGE = re.compile(r"!\[[^\]]{0,300}\]\([^)]{0,300}\)$")
_ITALIC = re.compile(r"(?:\*[^*]{1,300}\*|_[^_]{1,300}_)$")
_PIPED = re.compile(r"^[^|]{2,60} \| ([^|]{2,60})$")
_ALTERNATIVE = re.compile(r"\b(?:interview|questions?|tutorial|course|blog|examples?|image|guide)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.?!]\s")
# "(c)" may be the third item of a list; with a year behind its holder it is none.
_COPYRIGHT = re.compile(r"\(c\) [^.:;]{0,60}\b(?:19|20)\d\d(?:\W|$)", re.IGNORECASE)
_OWNED = re.compile(r"\b(?:rights|terms|contact|privacy|cookies?|imprint|ltd|inc|gmbh)\b", re.IGNORECASE)
_LONGEST_PROPERTIES = 60
_ALL_RULES = (*RULES, *PHRASES, *BANNERS, *OFFERS)
_SALE_WORDS, _BIO_WORDS_NEEDED, _PIPED_REPEATS = 3, 2, 3


def furniture(lines: Sequence[str], code: Sequence[bool]) -> tuple[str | None, ...]:
    """Return for each line why it is furniture, None where it is text."""
    endings = Counter(match.group(1).strip().lower() for line in lines if (match := _PIPED.match(line)))
    front = _front_matter(lines)
    found: list[str | None] = [PROPERTIES] * front
    above, why = "", None
    for line, is_code in zip(lines[front:], code[front:], strict=True):
        text = line.strip()
        skip = not text or is_code or len(text) > _LONGEST
        captioned = not skip and bool(_IMAGE.match(above) and _ITALIC.match(text))
        pressed = not skip and why == CONSENT and is_button(text)
        found.append(None if skip else CAPTION if captioned else CONSENT if pressed else _judge(text, endings))
        above, why = (text, found[-1]) if text else (above, why)
    return tuple(found)


def _front_matter(lines: Sequence[str]) -> int:
    """Return how many lines at the top are properties between two rules, as static sites and vaults keep them."""
    if not lines or lines[0].strip() != "---":
        return 0
    end = next((i for i, line in enumerate(lines[1:_LONGEST_PROPERTIES], 1) if line.strip() in ("---", "...")), 0)
    return end + 1 if end > 1 and all(_PROPERTY.match(line) for line in lines[1:end]) else 0


def _judge(text: str, endings: Counter[str]) -> str | None:
    bare = _bare(text)
    if is_rule(text) or _QUESTION_OR_ANSWER.match(bare):
        return None
    if _TAGS_ALONE.match(text):
        return MARKUP
    if _NOTE_PROPERTY.match(text):
        return PROPERTIES
    if _COPYRIGHT.match(text) and _OWNED.search(text):
        return CONTROLS
    if is_bullet(text):
        return PROMOTION if text.startswith("*") and bare.lower().startswith("lifetime access") else None
    words = len(bare.split())
    for rule in _ALL_RULES:
        match = rule.pattern.search(bare) if words <= rule.most_words else None
        if match and not (rule.reason == LINK and _SENTENCE_END.search(bare[: match.start()])):
            return rule.reason
    if _is_alternative_text(bare, endings):
        return CAPTION
    if _BIO.match(bare) and len({hit.lower() for hit in _BIO_WORDS.findall(bare)}) >= _BIO_WORDS_NEEDED:
        return BYLINE
    return PROMOTION if _sells(bare) else None


def _bare(text: str) -> str:
    """Return a line without emphasis; of one that is a link, what the link says without the arrows before it."""
    folded = _FOLDED.match(text) or _ELEMENT.match(text)
    bare = (folded["text"] if folded else text).strip("*_").strip()
    linked = _ONE_LINK.match(bare)
    return linked["text"] if linked else bare


def _is_alternative_text(text: str, endings: Counter[str]) -> bool:
    match = _PIPED.match(text)
    if not match:
        return False
    return bool(_ALTERNATIVE.search(match.group(1))) or endings[match.group(1).strip().lower()] >= _PIPED_REPEATS


def _sells(text: str) -> bool:
    addressed = _YOU.search(text) and _HIRING.search(text)
    return bool(addressed) and len({hit.lower() for hit in _SALE.findall(text)}) >= _SALE_WORDS
