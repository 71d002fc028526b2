"""Which elements of a web page are no text of it: hidden from its readers, or the page's own machinery."""

import re

from lxml.html import HtmlElement

_MACHINERY_TAGS = (
    "script style noscript template nav footer aside iframe object embed svg canvas select textarea input head title "
    "audio video map dialog"
)
_MACHINERY_ROLES = "navigation contentinfo complementary search dialog alertdialog alert menu menubar toolbar"
_MACHINERY, _ROLES = frozenset(_MACHINERY_TAGS.split()), frozenset(_MACHINERY_ROLES.split())
_HIDING = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0*)?(?:;|!|$)|font-size:0(?:\D|$)"
    r"|(?:left|top|right|text-indent|margin-left):-\d{3,})"
)
_HIDDEN_CLASSES = frozenset({"sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden"})
_CONSENT = re.compile(
    r"(?:cookie|consent|gdpr)[-_]?(?:banner|bar|notice|popup|modal|consent|overlay|box)", re.IGNORECASE
)
_WHOLE_PAGE = 0.5


def is_hidden(element: HtmlElement) -> bool:
    """Whether markup or inline style keeps the element from being seen."""
    if "hidden" in element.attrib or element.get("aria-hidden", "").strip().lower() == "true":
        return True
    if _HIDING.search(re.sub(r"\s+", "", element.get("style", "")).lower()):
        return True
    return bool(_HIDDEN_CLASSES & set(element.get("class", "").split()))


def is_machinery(element: HtmlElement) -> bool:
    """Whether the element serves the page and not its text: scripts, menus, footers, forms, cookie banners."""
    tag = element.tag
    if tag in _MACHINERY or element.get("role", "").strip().lower() in _ROLES:
        return True
    if tag == "button":
        return not _opens_a_panel(element)
    if tag == "form":
        return not _is_whole_page(element)
    return bool(_CONSENT.search(f"{element.get('id', '')} {element.get('class', '')}"))


def _opens_a_panel(button: HtmlElement) -> bool:
    """Whether the button is the question of an accordion."""
    parent = button.getparent()
    return "aria-controls" in button.attrib or (
        parent is not None and parent.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}
    )


def _is_whole_page(form: HtmlElement) -> bool:
    """Whether the form wraps the page, as some frameworks do."""
    page = form.getroottree().getroot().find("body")
    return page is not None and len(form.text_content()) > _WHOLE_PAGE * len(page.text_content())
