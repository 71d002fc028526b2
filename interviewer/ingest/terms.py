"""Sections that answer without asking: under a heading that names a thing, or as the entries of a glossary."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from interviewer.domain.document import FoundQuestion
from interviewer.ingest.aspects import is_side, side_draft, subject_above
from interviewer.ingest.broken import incomplete
from interviewer.ingest.cohesion import content
from interviewer.ingest.endings import is_closing_title, talks_of_interviews
from interviewer.ingest.explained import explains_another
from interviewer.ingest.glossary import Entry, glossary, heading_term
from interviewer.ingest.lines import dedent, heading_level, indent_of
from interviewer.ingest.openers import Opener, opener
from interviewer.ingest.page import Page
from interviewer.ingest.phrases import Phrases
from interviewer.ingest.shapes import GUESSED, LIKELY, SURE, Draft

_LEAST_WORDS = 12
_LEAST_GROUP, _NAMED_SHARE = 3, 0.6
_LEAST_ENTRIES = 2
_LEAST_BOOK, _SHORT = 5, 80
_GLOSSARY = re.compile(
    r"\W*(?:glossary|(?:key |important |basic )?(?:terms|concepts)|terminology|definitions|vocabulary"
    r"|abbreviations)\W*$",
    re.IGNORECASE,
)
# Headings that part a document and name nothing that could be asked about.
_PARTS = re.compile(
    r"(?:\w+ing (?:an?|the|it|up|out|your|our)|about|how to"
    r"|getting started|quick ?start|install\w*|(?:interview|practice|sample) questions)\b"
    r"|(?:round|part|chapter|section|step|day|week|question|exercise)\s*\d"
    r"|(?:the |our |some |general |ground )?(?:introduction|overview|background|motivation|abstract|preface|agenda"
    r"|outline|contents|set-?up|usage|prerequisites?|requirements?|rules|tips|links?|logs?|methods?|results?|discussion"
    r"|related work|evaluation|future work|limitations|history|document history|notes?|change ?log|license|licence"
    r"|contribut\w+|credits|authors?|thanks|questions?|exercises?|homework|features|roadmap|support|contacts?"
    r"|disclaimer|configuration|approach|problem|today)\W*$",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(?<![siu])s\)?$")


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading's line and level, its term (empty for none), and the lines under it that hold text (from 0)."""

    line: int
    level: int
    term: str
    lines: tuple[int, ...]

    @property
    def used(self) -> frozenset[int]:
        """The lines of the section, its heading's among them."""
        return frozenset((self.line, *self.lines))


@dataclass(frozen=True, slots=True)
class Unasked:
    """The drafted questions of such sections, and the lines that they used (from 0)."""

    questions: tuple[FoundQuestion, ...] = ()
    lines: frozenset[int] = frozenset()


def unasked(page: Page, indexes: Sequence[int], phrases: Phrases, asking: Set[int] = frozenset()) -> Unasked:
    """Return what the lines at `indexes` answer without asking.

    A heading counts beside headings that ask (`asking`: the levels of those), as one of at least three in a row most of
    which are named in the text below them, or as one of at least five short sections. A glossary
    counts under a heading that says so.
    """
    if not page.markdown:
        return Unasked()
    sections = list(_sections(page, indexes))
    found: list[FoundQuestion] = []
    used: set[int] = set()
    for section in sections:
        texts = [index for index in section.lines if page.lines[index].strip()]
        entries = glossary(page, texts, _LEAST_ENTRIES) if _is_glossary(page, section) else []
        found += [of_entry(page, entry, phrases) for entry in entries]
        used |= {i for entry in entries for i in range(entry.first, entry.last + 1)} | (
            {section.line} if entries else set()
        )
    terms = [one for one in sections if _is_term(page, one) and not used & one.used]
    for section in terms:
        if section.level in asking or _in_group(page, section, sections, terms):
            one = heading_draft(section.term, opener(_first(page, section)), phrases) or _named(page, section, phrases)
            if one is None:
                continue
            found.append(drafted_question(page, section.lines, [page.lines[i] for i in section.lines], one))
            used |= section.used
    return Unasked(tuple(found), frozenset(used))


def _sections(page: Page, indexes: Sequence[int]) -> Iterator[_Section]:
    """Yield each heading with the text right under it, up to the next heading of any level."""
    levels = {i: None if page.code[i] else heading_level(page.lines[i]) for i in indexes}
    starts = [i for i in indexes if levels[i]]
    for place, start in enumerate(starts):
        stop = starts[place + 1] if place + 1 < len(starts) else len(page.lines)
        inside = [i for i in indexes if start < i < stop]
        texts = [i for i in inside if page.lines[i].strip()]
        if texts:
            own = {*inside, *(i for i in range(texts[0], texts[-1]) if not page.lines[i].strip())}
            lines = tuple(
                i for i in sorted(own) if texts[0] <= i <= texts[-1] and (page.code[i] or not page.furniture[i])
            )
            yield _Section(start, levels[start] or 0, heading_term(page.lines[start]), lines)


def _is_glossary(page: Page, section: _Section) -> bool:
    return bool(_GLOSSARY.match(page.lines[section.line].lstrip("# ")))


def names_a_part(title: str) -> bool:
    """Whether a heading parts a document, as "Introduction" does, and names nothing that could be asked about."""
    return bool(_PARTS.match(title))


def _is_term(page: Page, section: _Section) -> bool:
    title = page.lines[section.line]
    if not section.term or _PARTS.match(section.term) or is_closing_title(title) or _is_glossary(page, section):
        return False
    told = " ".join(page.lines[i] for i in section.lines)
    return len(told.split()) >= _LEAST_WORDS and not talks_of_interviews(told)


def _in_group(page: Page, section: _Section, sections: Sequence[_Section], terms: Sequence[_Section]) -> bool:
    """Whether it is one of several sections of its level in a row, most of which speak of what they are named for."""
    place = sections.index(section)
    first = place
    while first and sections[first - 1].level >= section.level:
        first -= 1
    last = place
    while last + 1 < len(sections) and sections[last + 1].level >= section.level:
        last += 1
    group = [one for one in sections[first : last + 1] if one.level == section.level and one in terms]
    named = sum(_is_named(page, one) for one in group)
    return (len(group) >= _LEAST_GROUP and named >= _NAMED_SHARE * len(group)) or _are_entries(page, section, terms)


def _are_entries(page: Page, section: _Section, terms: Sequence[_Section]) -> bool:
    """Whether the page has so many short sections of this level that it reads like a book of terms."""
    sizes = sorted(sum(len(page.lines[i].split()) for i in one.lines) for one in terms if one.level == section.level)
    return len(sizes) >= _LEAST_BOOK and sizes[len(sizes) // 2] <= _SHORT


def _is_named(page: Page, section: _Section) -> bool:
    words = {stem for word in section.term.replace("-", " ").split() for stem in content(word)}
    return bool(words & set(content(" ".join(page.lines[i] for i in section.lines).replace("-", " "))))


def _first(page: Page, section: _Section) -> str:
    return page.lines[section.lines[0]]


def heading_draft(heading: str, how: Opener, phrases: Phrases) -> Draft | None:
    """Return the question of a section whose first sentence defines what its heading names, else None."""
    if not heading or not is_about(heading, how):
        return None
    plural = how.verb == "are"
    name = how.subject if set(content(heading)) == how.topics else heading
    return Draft(f"What {'are' if plural else 'is'} {phrases.with_article(name, plural=plural)}?", SURE)


def is_about(heading: str, how: Opener) -> bool:
    """Whether a first sentence defines what the heading names."""
    return how.defines and bool(set(content(heading)) & how.topics)


def _named(page: Page, section: _Section, phrases: Phrases) -> Draft | None:
    """Return the question after what the heading names; after a side of something, none where that is not told."""
    if is_side(section.term):
        return side_draft(section.term, subject_above(page, section.line), phrases)
    paragraphs = [page.lines[i] for i in section.lines if not page.code[i]]
    if explains_another(paragraphs, section.term, phrases):
        return None
    return _guess(section.term, phrases)


def _guess(term: str, phrases: Phrases) -> Draft:
    plural = bool(_PLURAL.search(term)) or " and " in term
    return Draft(f"What {'are' if plural else 'is'} {phrases.with_article(term, plural=plural)}?", GUESSED)


def of_entry(page: Page, entry: Entry, phrases: Phrases) -> FoundQuestion:
    """Return the drafted question of a glossary's entry."""
    kept = [i for i in range(entry.first, entry.last + 1) if page.code[i] or not page.furniture[i]]
    texts = [page.lines[entry.first][entry.column :], *(page.lines[index] for index in kept[1:])]
    return drafted_question(page, kept, texts, Draft(phrases.what_is(entry.term), LIKELY))


def drafted_question(page: Page, kept: Sequence[int], texts: Sequence[str], one: Draft) -> FoundQuestion:
    """Return a drafted question whose answer is `texts`, the lines at `kept` (from 0)."""
    shift = min(indent_of(text) for text in texts if text.strip())
    answer = [dedent(text, shift) if text.strip() else "" for text in texts]
    return FoundQuestion(
        number="",
        question=one.question,
        answer="\n".join(answer),
        first_line=kept[0] + 1,
        last_line=kept[-1] + 1,
        question_line=kept[0] + 1,
        drafted=True,
        incomplete=incomplete(answer, [page.code[index] for index in kept]),
        confidence=one.confidence,
    )
