"""The shapes and the vocabulary of lines that came with a page: one rule a reason and a length."""

import re
from dataclasses import dataclass

CAPTION = "image caption"
LINK = "link to other pages"
PROMOTION = "advertisement"
CONTROLS = "page controls"
BYLINE = "author, date or rating"

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
_THINGS = r"(?:blogs?|articles?|posts?|guides?|tutorials?|courses?|programs?|videos?|channel|newsletter|page|e-?book)"
_SOCIAL = (
    r"(?:share|tweet|pin|print|e-?mail|copy|link|like|follow|save|facebook|twitter|x|linked-?in|whats-?app|reddit"
    r"|telegram|pinterest|instagram|youtube|this|article|post|page|question|answer|on|us|via|with|friends|and|to|clipboard|it)"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of at most so many words that matches is furniture for this reason."""

    reason: str
    pattern: re.Pattern[str]
    most_words: int


def rule(reason: str, most_words: int, *patterns: str) -> Rule:
    """Return a rule of patterns, any of which may stand anywhere in the line."""
    return Rule(reason, re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE), most_words)


RULES = (
    rule(
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
    rule(
        CAPTION,
        40,
        r"^\W*(?:figure|fig\.?|table|exhibit|plate)\s+\d+(?:[.-]\d+)*\s*[.:–—]\s+\S",
    ),
    rule(
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
        r"^[✓✔☑✅▲▼△▽↑↓★☆\s]{1,6}$",
        r"\bfound this (?:answer |post )?helpful\W*$",
        r"^\W*(?:powered by|best viewed (?:at|in|on|with))\b.{0,80}$",
        r"^\W*(?:more info|advertise with us|report (?:this )?(?:ad|content|issue|page)|(?:copy|run) (?:code|link)"
        r"|edit this page|next article|previous article|like article|add to favou?rites)\W*$",
        r"^\W*(?:[\d,.]+k?\s+)?(?:members|users|people|guests) online\W*$",
        r"^(?:was (?:this|it)|did you find (?:this|it)|is this)(?: \w+){0,2} ?(?:helpful|useful)"
        r"(?:\W*$|\W*[?!]|\W+(?:yes|no)\b).*$",
        r"^\W*(?:report|flag) (?:an? |this )?(?:issue|problem|error|mistake|typo|question|answer)\W*$",
        r"^\W*(?:your|final|total|quiz) (?:score|result|points|mark)s?\W+\d[\d.,]*\s*(?:%|(?:/|of|out of)\s*\d+)?\W*$",
        r"^[^\w.?!]*(?:next|previous|prev|back)(?: to)?(?: (?:test|quiz|question|exercise|section|page|lesson"
        r"|chapter|post|article|part|topic|up))?\s*[»›→>⟩]+$",
        r"^[«‹←<⟨]+\s*(?:next|previous|prev|back)(?: to)?(?: \w+){0,2}$",
    ),
    rule(
        BYLINE,
        16,
        r"\bavg\.? rating\b",
        r"^\W*(?:rated?|rating)?\W*\d(?:\.\d+)?\s*(?:/|out of)\s*(?:5|10)\b.*(?:vote|rating|review|star)",
        r"^\W*(?:\d[\d,.]*k?\s+(?:views?|votes?|ratings?|reviews?|shares?|likes?|claps?|upvotes?|reads?|points?|answers?"
        r"|replies|followers?)\b[\s|•·,-]*)+\W*$",
        r"^\W*\d+\s*min(?:ute)?s?\.?\s+read\W*$",
        r"^\W*(?:content |last |first )?(?:updated|modified|published|posted|reviewed)(?: on| at)?"
        rf"\s*[-–—:]?\s*{_DATE}\W*$",
        rf"^(?:by\s+|author\W+)?(?:[^\W\d_][\w.'’-]*\s+){{1,4}}[|•·,–—-]?\s*{_DATE}\W*(?:\d+ min(?:ute)?s? read)?\W*$",
        rf"^\W*{_DATE}\W*(?:#\d+)?\W*$",
        r"\band \d+ others? (?:like|liked|reacted)\b.{0,20}$",
        rf"^\W*(?:asked|answered|edited|modified|commented|replied|posted|started)\b.{{0,30}}(?:\b{_MONTH}\s+\d|\d\s+{_MONTH}(?:\W|$)"
        r"|\bago\b|\byesterday\b|\btoday\b).{0,60}$",
        r"^\W*(?:(?:difficulty|level)\W+)?(?:easy|medium|hard|beginner|intermediate|advanced)\b\W*"
        r"(?:\basked (?:in|at|by)\b.*)?$",
        r"^\W*(?:asked (?:in|at|by)|companies|difficulty|reading time|tagged|tags)\s*[:–—-]\s*\S.*$",
        r"^(?:written|edited|reviewed|posted|published|authored) by\s*[-–—:]?\s*(?:[^\W\d_][\w.'’-]*(?:\s+|$)){1,5}$",
        r"^about the authors?\W*$",
        r"^(?:posts|joined|location|reputation|rank|member since|karma)\s*:\s*\S.{0,30}$",
        rf"^posts? by\b.{{1,60}}\b{_MONTH}\s+\d",
        r"^[\w.-]{2,30} (?:wrote|writes|said|replied)\s*:$",
        r"^lesson \d+ of \d+.*$",
    ),
    rule(
        BYLINE,
        80,
        rf"\s[–—-]\s?[\w.-]{{2,30}}(?: [\w.-]{{1,20}})?,? (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}),?(?: \d{{4}})?,?"
        r" at \d{1,2}:\d\d\W*$",
    ),
    rule(
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
    rule(
        PROMOTION,
        12,
        r"^\W*(?:explore|browse|discover|enroll|join|check out|view|start|try|get|find|buy|see|compare)\b[^.?]*"
        r"\b(?:courses?|program(?:me)?s?|certifications?|certificates?|boot ?camps?|classes|trainings?|degrees?)\W*$",
        r"^\W*(?:enroll|register|apply|sign up|subscribe|join|book|buy|start|download|try|get started|upgrade)"
        r"(?: (?:it|us|for free|free|a demo|here|your \w+))?\s*(?:now|today|here|for free)?\s*[!.>»]*$",
        r"^\*?lifetime access\b.*$",
    ),
    rule(
        PROMOTION,
        12,
        r"\b(?:your|you)\b.*\b(?:dream job|next (?:coding |technical )?interview|six-figure)\b",
        r"^\W*unlock\b.*\b(?:interview|insights|potential|job)\b",
    ),
    rule(
        PROMOTION,
        30,
        r"\benroll (?:now|today|here|in)\b",
        r"\bbookmark this (?:page|post|article|list|guide)\b",
        r"^\W*no spam\b",
        r"\bunsubscribe (?:at )?(?:any ?time|whenever)\b",
        r"^\W*join (?:over |more than )?\d[\d,.]*k?\+? (?:other )?\w+",
        r"\bsign up (?:now|today|for free|here)\b",
        r"\b(?:subscribe|register|apply) (?:now|today|here)\b",
        rf"\bcheck out (?:the|our|this|these|my)\b.{{0,40}}\b{_THINGS}\b",
        rf"\bdownload (?:our|the|your|this) (?:free )?(?:[\w-]+ ){{0,3}}(?:pdf|e-?book|app|{_THINGS}|cheat ?sheet)\b",
    ),
)
