"""Lines that came with the page and not with the text: advertisements, captions, ratings, buttons, footers.

Rules go by shape and vocabulary. They judge one line (a list item or code is never furniture), so an
answer's own sentence is safe even where it mentions a course or an image.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.ingest.lines import is_bullet, is_rule

CAPTION = "image caption"
LINK = "link to other pages"
PROMOTION = "advertisement"
CONTROLS = "page controls"
BYLINE = "author, date or rating"
_LONGEST = 700

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
_THINGS = r"(?:blogs?|articles?|posts?|guides?|tutorials?|courses?|programs?|videos?|channel|newsletter|page|e-?book)"
_SOCIAL = (
    r"(?:share|tweet|pin|print|e-?mail|copy|link|like|follow|save|facebook|twitter|x|linked-?in|whats-?app|reddit"
    r"|telegram|pinterest|instagram|youtube|this|article|post|page|on|us|via|with|friends|and|to|clipboard|it)"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    reason: str
    pattern: re.Pattern[str]
    most_words: int


def _rule(reason: str, most_words: int, *patterns: str) -> _Rule:
    return _Rule(reason, re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE), most_words)


_RULES = (
    _rule(
        CAPTION,
        16,
        r"^\W*(?:image|figure|fig\.?|photo|picture|screenshot|img|diagram|illustration|infographic|chart)"
        r"(?:\s+(?:source|credits?|courtesy))?\s*[\d.]*\s*[-–—:]\s*[^.?!]*$",
        r"^\W*(?:image|photo|picture|figure)s?\s+(?:by|from|via|courtesy|credits?)\b[^.?!]*$",
        r"^\W*(?:image |photo |picture )?(?:source|credits?)\s*[-–—:]\s*(?!.*\.\s)\S[^?!]*$",
        r"\((?:image |photo )?source\)\s*\W*$",
        r"^!\[[^\]]*\]\([^)]*\)$",
        r"^\W*(?:click|tap) to (?:enlarge|zoom|expand)\W*$",
    ),
    _rule(
        CONTROLS,
        14,
        r"^\W*(?:\biframe(?:\s+sync)?\b\W*)+$",
        r"^\W*(?:\b(?:advertisements?|advert|sponsored(?: content| post)?|ads? by \w+|loading|ad)\b\W*)+$",
        rf"^\W*\b(?:share|tweet|follow us|facebook|twitter|linked-?in|whats-?app)\b(?:\W+{_SOCIAL}\b)*\W*$",
        r"^(?:[\w&'-]+\s+){0,3}(?:icon|logo|button|banner|thumbnail|avatar)$",
        r"^(?:[\w&'-]+\s+logo){2,}",
        r"^(?:go|back|scroll|jump|return) (?:up|to (?:the )?(?:top|content|menu|home))\W*$",
        r"^(?:skip to|toggle|show|hide|open|close) (?:main )?(?:content|menu|navigation|sidebar|more|all|answers?)\W*$",
        r"^(?:next|previous|prev|older|newer|related|recent|popular|trending|similar)"
        r"\s+(?:articles?|posts?|pages?|chapters?|lessons?|topics?|reads?|searches)\b[^.?!]{0,80}$",
        r"^(?:table of contents?|on this page|in this article|page \d+(?: of \d+)?|log ?in|sign ?in|menu|search)\W*$",
        r"^(?:load|view|see|show|read) (?:more|all|less)(?: (?:comments|answers|posts|articles))?\W*$",
        r"^(?:leave|post|write|add) (?:a|your) (?:comment|reply|review|response)\b.{0,30}$",
        r"^(?:\d+ )?(?:comments?|responses?|repl(?:y|ies)|reviews?)(?: (?:from|by|on|to) .{1,40}| \(\d+\))?\W*$",
        r"^\W*(?:©|copyright\b|\(c\) ?\d{4}).*$",
        r"^\W*all rights reserved\W*$",
        r"^\W*(?:\b(?:privacy|cookies?|terms|conditions|policy|of|and|service|use|contact(?: us)?|about(?: us)?|home"
        r"|sitemap|disclaimer|help|faqs?|careers)\b\W*){2,}$",
        r"^lorem ipsum\b.*$",
        r"^(?:was this|did you find this|is this) \w+ ?(?:helpful|useful)\W*.*$",
    ),
    _rule(
        BYLINE,
        16,
        r"\bavg\.? rating\b",
        r"^\W*(?:rated?|rating)?\W*\d(?:\.\d+)?\s*(?:/|out of)\s*(?:5|10)\b.*(?:vote|rating|review|star)",
        r"^\W*(?:\d[\d,.]*k?\s+(?:views?|votes?|ratings?|reviews?|shares?|likes?|claps?|upvotes?|reads?)\b[\s|•·,-]*)+\W*$",
        r"^\W*\d+\s*min(?:ute)?s?\.?\s+read\W*$",
        r"^\W*(?:content |last |first )?(?:updated|modified|published|posted|reviewed)(?: on| at)?"
        rf"\s*[-–—:]?\s*{_DATE}\W*$",
        rf"^(?:by\s+|author\W+)?(?:[^\W\d_][\w.'’-]*\s+){{1,4}}[|•·,–—-]?\s*{_DATE}\W*(?:\d+ min(?:ute)?s? read)?\W*$",
        rf"^\W*{_DATE}\W*$",
        r"^(?:written|edited|reviewed|posted|published|authored) by\s*[-–—:]?\s*(?:[^\W\d_][\w.'’-]*(?:\s+|$)){1,5}$",
        r"^about the authors?\W*$",
        r"^lesson \d+ of \d+.*$",
    ),
    _rule(
        LINK,
        30,
        r"^\W*(?:also|must|further|recommended|suggested|related|next|similar)\W*"
        r"(?:reads?|reading|check(?: out)?|explore|see|watch|articles?|posts?|links?|topics?|courses?)\s*[-–—:>»]",
        r"^\W*(?:learn|read|know|see|find out|discover|explore)\s+(?:more|also|here|next|further)\b"
        r"(?:\s+(?:about|on|at|here)\b[^.?!–—:]{0,80})?\s*[-–—:>»]",
        r"^\W*(?:click|tap) here\b",
        r"^\W*(?:you (?:may|might|can|could) also|don['’]t (?:miss|forget)|if you (?:liked?|enjoy\w*))\b.{0,40}"
        rf"\b(?:like|read|check|explore|{_THINGS})\b.*$",
        r"\b(?:read|check out|visit|see|refer to|explore|watch|subscribe to|follow)\s+(?:our|my|these|this|the full)"
        rf"\s+(?:[\w-]+\s+){{0,4}}{_THINGS}\b",
        r"^\W*(?:source|reference)?\W*https?://\S+$",
    ),
    _rule(
        PROMOTION,
        12,
        r"^\W*(?:explore|browse|discover|enroll|join|check out|view|start|try|get|find|buy|see|compare)\b[^.?]*"
        r"\b(?:courses?|program(?:me)?s?|certifications?|certificates?|boot ?camps?|classes|trainings?|degrees?)\W*$",
        r"^\W*(?:enroll|register|apply|sign up|subscribe|join|book|buy|start|download|try|get started|upgrade)"
        r"(?: (?:it|us|for free|free|a demo|here|your \w+))?\s*(?:now|today|here|for free)?\s*[!.>»]*$",
        r"^\*?lifetime access\b.*$",
    ),
    _rule(
        PROMOTION,
        12,
        r"\b(?:your|you)\b.*\b(?:dream job|next (?:coding |technical )?interview|six-figure)\b",
        r"^\W*unlock\b.*\b(?:interview|insights|potential|job)\b",
    ),
    _rule(
        PROMOTION,
        30,
        r"\benroll (?:now|today|here|in)\b",
        r"\bsign up (?:now|today|for free|here)\b",
        r"\b(?:subscribe|register|apply) (?:now|today|here)\b",
        rf"\bcheck out (?:the|our|this|these|my)\b.{{0,40}}\b{_THINGS}\b",
        rf"\bdownload (?:our|the|your|this) (?:free )?(?:[\w-]+ ){{0,3}}(?:pdf|e-?book|app|{_THINGS}|cheat ?sheet)\b",
    ),
)
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
_PIPED = re.compile(r"^[^|]{2,60} \| ([^|]{2,60})$")
_ALTERNATIVE = re.compile(r"\b(?:interview|questions?|tutorial|course|blog|examples?|image|guide)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.?!]\s")
_SALE_WORDS, _BIO_WORDS_NEEDED, _PIPED_REPEATS = 3, 2, 3


def furniture(lines: Sequence[str], code: Sequence[bool]) -> tuple[str | None, ...]:
    """Return for each line why it is furniture, None where it is text."""
    endings = Counter(match.group(1).strip().lower() for line in lines if (match := _PIPED.match(line)))
    found: list[str | None] = []
    for line, is_code in zip(lines, code, strict=True):
        text = line.strip()
        skip = not text or is_code or len(text) > _LONGEST
        found.append(None if skip else _judge(text, endings))
    return tuple(found)


def _judge(text: str, endings: Counter[str]) -> str | None:
    bare = text.strip("*_").strip()
    if is_rule(text) or _QUESTION_OR_ANSWER.match(bare):
        return None
    if is_bullet(text):
        return PROMOTION if text.startswith("*") and bare.lower().startswith("lifetime access") else None
    words = len(bare.split())
    for rule in _RULES:
        match = rule.pattern.search(bare) if words <= rule.most_words else None
        if match and not (rule.reason == LINK and _SENTENCE_END.search(bare[: match.start()])):
            return rule.reason
    if _is_alternative_text(bare, endings):
        return CAPTION
    if _BIO.match(bare) and len({hit.lower() for hit in _BIO_WORDS.findall(bare)}) >= _BIO_WORDS_NEEDED:
        return BYLINE
    return PROMOTION if _sells(bare) else None


def _is_alternative_text(text: str, endings: Counter[str]) -> bool:
    match = _PIPED.match(text)
    if not match:
        return False
    return bool(_ALTERNATIVE.search(match.group(1))) or endings[match.group(1).strip().lower()] >= _PIPED_REPEATS


def _sells(text: str) -> bool:
    addressed = _YOU.search(text) and _HIRING.search(text)
    return bool(addressed) and len({hit.lower() for hit in _SALE.findall(text)}) >= _SALE_WORDS
