"""Where the text of a page ends and its closing words begin: conclusions, good wishes, link lists, footers."""

import re
from collections.abc import Iterable

from interviewer.ingest.lines import indent_of, is_bullet
from interviewer.ingest.page import Page

_CLOSING_TITLE = re.compile(
    r"^\W*(?:(?:in )?conclusions?|summary|final (?:thoughts?|words?|remarks?|notes?)|wrapping (?:it )?up|wrap[- ]up"
    r"|closing (?:thoughts?|remarks?|words?)|external links?|references|further reading|additional resources?|resources"
    r"|useful links?|related (?:articles?|posts?|topics?|reads?|links?|resources?|courses?|questions?)"
    r"|recommended (?:articles?|reads?|reading|courses?)|you may also like|about the authors?|about us|key takeaways"
    r"|frequently asked questions|faqs?|comments|leave a (?:reply|comment)|share this.*|next steps|what's next"
    r"|(?:need|want) (?:more |any |some )?help|still stuck|(?:have |got |any |more )+questions"
    r"|contact (?:us|sales|support)"
    r"|licen[sc]e|contribut(?:ing|ors?)|hot network questions"
    r"|(?:people|students|others) also (?:ask(?:ed)?|viewed|read|bought)"
    r"|(?:still )?to[- ]?dos?(?: list| later)?|keep reading|(?:what to )?read next|see also"
    r"|(?:more|other|older|latest|recent) (?:posts|articles|stories|reading)"
    r"|webmentions|reactions"
    r"|more from .{2,40}|(?:our )?learners also read|acknowledge?ments?)\W*$",
    re.IGNORECASE,
)
_CLOSING_WORDS = re.compile(
    r"\b(?:good luck|best of luck|all the best|happy (?:learning|coding|reading|interviewing|studying)"
    r"|(?:we|i) hope (?:this|these|that|you)|hope (?:this|these) \w+|thank(?:s| you) for reading"
    r"|(?:this|these|in the|the above) (?:article|blog|post|guide|tutorial|list|question sets?|interview questions)\b"
    r".{0,80}\b(?:cover\w*|help\w*|discuss\w*|prepar\w*|present\w*|interview\w*|equip\w*|learn\w*)"
    r"|(?:we have|we've|we) (?:covered|gone through|compiled|listed|come to the end)"
    r"|(?:that's|that is) (?:all|it) for|^\W*(?:(?:and|so),? )?that's (?:the list|it|all|a wrap)"
    r"(?=(?:,? folks|,? everyone| for (?:today|now|this \w+))?[.!])"
    r"|(?:did not|didn't|cannot|can't|could not|couldn't) find\b.{0,30}\b(?:need\w*|look\w*|answers?|questions?)"
    r"|still (?:have|got) (?:a |any |more )?questions?)\b",
    re.IGNORECASE,
)
_INTERVIEW = re.compile(r"\binterview(?:s|ers?|ees?|ing)?\b", re.IGNORECASE)
_READER = re.compile(
    r"\b(?:you|your|yourself|questions?|aspirants?|candidates?|we|our|crack|ace|prepar\w+)\b", re.IGNORECASE
)


def talks_of_interviews(text: str) -> bool:
    """Whether the sentence is about the reader's interview, not about the subject."""
    return bool(_INTERVIEW.search(text) and _READER.search(text.replace("‘", "'").replace("’", "'")))


def closes(text: str) -> bool:
    """Whether the paragraph takes leave of the reader."""
    straight = text.replace("’", "'")
    return bool(_CLOSING_WORDS.search(straight)) or talks_of_interviews(straight)


def is_closing_title(line: str) -> bool:
    """Whether the line is the heading of a page's closing part."""
    return bool(_CLOSING_TITLE.match(line.replace("’", "'").lstrip("# ")))


def closes_at(page: Page, index: int) -> bool:
    """Whether the line is a paragraph that takes leave of the reader."""
    return not page.code[index] and not is_bullet(page.lines[index]) and closes(page.lines[index])


def closing_line(page: Page, start: int, end: int, indent: int, repeated: Iterable[str] = ()) -> int:
    """Return the line in [start, end) at which the closing part begins, else `end`.

    A heading counts at `indent` columns or fewer, unless it is one of `repeated`, the headings that
    several answers share. A paragraph counts wherever it stands after the first.
    """
    shared = set(repeated)
    first = page.next_text(start, end)
    if first is None:
        return end
    for index in range(first + 1, end):
        if page.code[index] or not page.lines[index].strip():
            continue
        line = page.lines[index]
        title = indent_of(line) <= indent and is_closing_title(line) and line.strip().lower() not in shared
        alone = page.is_dense or page.is_blank(index - 1)
        if alone and (title or closes_at(page, index)):
            return index
    return end
