"""Which elements of a web page are no text of it, but the page's own machinery."""

import re
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from interviewer.ingest.readers.panels import panel_title, title_asks

_MACHINERY_TAGS = (
    "script style noscript template nav footer aside iframe object embed svg canvas select textarea input head title "
    "audio video map dialog"
)
_MACHINERY_ROLES = "navigation contentinfo complementary search dialog alertdialog alert menu menubar toolbar"
_MACHINERY, _ROLES = frozenset(_MACHINERY_TAGS.split()), frozenset(_MACHINERY_ROLES.split())
_CONSENT = re.compile(
    r"(?:cookie|consent|gdpr)[-_]?(?:banner|bar|notice|popup|modal|consent|overlay|box)", re.IGNORECASE
)
# What builders of pages call the parts that are no text. A name may stand in front ("post-share"), a word for the box
# behind ("author-box"); other words may not, for "tag-sql" is a post on SQL.
_PART = re.compile(
    r"(?:[a-z0-9]+[-_]+){0,3}(?:toc|table[-_]of[-_]contents|breadcrumbs?|shar(?:e|es|ing)|social|byline|author|bio"
    r"|related|recommended|also[-_]?read|read[-_]?next|newsletter|subscri(?:be|ption)|sign[-_]?up|side[-_]?bar|advert(?:s|isement)?|ads?"
    r"|sponsor(?:s|ed)?|promos?|paywall|pagination|pager|comments|respond|ratings?|votes?|feedback|helpful"
    r"|message[-_](?:user|attribution|meta|footer)|reactions?|signature|hot[-_]?(?:questions?|threads?)|(?:post|user|answer|question)[-_]?(?:signature|info|card|details)|tag[-_]?list|skip|cta|site[-_]?header|top[-_]?bar|menu|footer|post[-_]?meta|entry[-_]?meta)"
    r"(?:[-_]+(?:box|wrap|wrapper|container|inner|bar|buttons?|btns?|links?|list|widget|section|area|title|slot|block|form"
    r"|card|info|icons?|unit|cell|count|panel|prompt|row|module|posts?|articles?|topics?))?$"
)
_ACCORDION = re.compile(r"accordion|collaps|faq|expand|toggle|disclosure", re.IGNORECASE)
_SWITCHES = frozenset({"aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle", "data-target"})
_PANEL_HEAD = re.compile(
    r"(?:^|[\s_-])(?:acc(?:ordion)?|faqs?|collaps(?:e|ible)|toggle|expand(?:er|o)?|panel|question|qa|q-and-a)"
    r"[\w-]{0,40}?[-_](?:head(?:er|ing)?|title|question|q|trigger|label|btn|button|toggle|control|name|summary)(?:$|\s)"
    r"|(?:^|\s)(?:acc|accordion|faq|toggle|collapsible)(?:Head(?:er)?|Title|Question|Trigger)(?:$|\s)",
    re.IGNORECASE,
)
_TEXT_TAGS = frozenset({"p", "ul", "ol", "pre", "table", "dl", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_PANEL_HEAD, _MOST_PARTS = 300, 12
_PARTED_TAGS = frozenset({"div", "section", "ul", "ol", "p", "header", "figcaption", "span", "a", "table"})
_PAID = frozenset({"sponsored", "advertisement", "advert", "promoted"})
_LONGEST_LETTER_BOX, _LONGEST_NAME = 60, 60
_WHOLE_PAGE = 0.5
_LEAST_TITLE_WORDS = 4


def is_machinery(element: HtmlElement) -> bool:
    """Whether the element serves the page and not its text: scripts, menus, footers, forms, cookie banners."""
    tag = element.tag
    if tag in _MACHINERY or element.get("role", "").strip().lower() in _ROLES:
        return True
    if tag == "button":
        return not _opens_a_panel(element)
    if tag == "form":
        return not is_whole_page(element)
    if tag == "figcaption" or _is_named_part(element) or _takes_an_address(element) or _is_sponsored(element):
        return True
    return bool(_CONSENT.search(f"{element.get('id', '')} {element.get('class', '')}"))


def _opens_a_panel(button: HtmlElement) -> bool:
    """Whether the button is the question of an accordion."""
    parent = button.getparent()
    told = panel_title(button.text_content())
    if "aria-expanded" in button.attrib and title_asks(told):
        return True
    if _ACCORDION.search(button.get("class", "")) and is_panel_title(told):
        return True
    return "aria-controls" in button.attrib or (
        parent is not None and parent.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
    )


def heads_a_panel(element: HtmlElement) -> bool:
    """Whether an element that is no button opens a panel below a question, by its role, its switch or its class."""
    switched = element.get("role") == "button" or not _SWITCHES.isdisjoint(element.attrib)
    if not switched and not _PANEL_HEAD.search(element.get("class", "")[:_LONGEST_PANEL_HEAD]):
        return False
    inside = islice(element.iterdescendants(), _MOST_PARTS + 1)
    if sum(_MOST_PARTS if one.tag in _TEXT_TAGS else 1 for one in inside) >= _MOST_PARTS:
        return False
    told = panel_title(element.text_content())
    return len(told) <= _LONGEST_PANEL_HEAD and title_asks(told)


def is_panel_title(text: str) -> bool:
    """Whether the text of a button is a question, and no "Show answer"."""
    return text.endswith("?") or (len(text.split()) >= _LEAST_TITLE_WORDS and title_asks(text))


def _is_named_part(element: HtmlElement) -> bool:
    """Whether its class or id says that it is a part of the page and not of its text."""
    if element.tag not in _PARTED_TAGS:
        return False
    names = [*element.get("class", "").lower().split(), element.get("id", "").lower()]
    return any(len(name) < _LONGEST_NAME and _PART.match(name) for name in names) and not is_whole_page(element)


def _takes_an_address(element: HtmlElement) -> bool:
    """Whether it is a box of a few words around a field for the reader's address."""
    if element.tag not in {"div", "section"}:
        return False
    few = islice(element.iter(), _LONGEST_LETTER_BOX)
    asked = any(one.tag == "input" and one.get("type", "").lower() == "email" for one in few)
    return asked and len(element.text_content().split()) <= _LONGEST_LETTER_BOX


def _is_sponsored(element: HtmlElement) -> bool:
    """Whether it is a box of a few words that says of itself that somebody paid for it."""
    if element.tag not in {"div", "section"}:
        return False
    first = next((text.split()[0] for text in element.itertext() if text.strip()), "")
    return first.lower().strip(":") in _PAID and len(element.text_content().split()) <= _LONGEST_LETTER_BOX


def is_whole_page(element: HtmlElement) -> bool:
    """Whether the element wraps most of the page, as a form of some frameworks does."""
    page = element.getroottree().getroot().find("body")
    return page is not None and len(element.text_content()) > _WHOLE_PAGE * _length(page)


@lru_cache(maxsize=1)
def _length(page: HtmlElement) -> int:
    """Return how many characters a page holds; it is asked for at many of its elements."""
    return len(page.text_content())
