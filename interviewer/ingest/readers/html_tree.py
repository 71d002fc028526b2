"""From the bytes of a web page to its tree of elements, of a depth that can be walked."""

import codecs
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from interviewer.ingest.readers.extract import Unreadable
from interviewer.ingest.readers.inline import is_text

NESTING = 400
"""How deep elements may nest; real pages stay far below, and each level costs frames of the stack."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_MAIN_SHARE = 0.5


def decoded(data: bytes) -> str:
    """Decode as a byte order mark says, as UTF-8, as the page declares, or as browsers do where nothing is declared."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    declared = _CHARSET.search(data[:4096])
    for name in ("utf-8-sig", declared.group(1).decode() if declared else "cp1252"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def parsed(text: str) -> HtmlElement | None:
    """Return the page's root, None where there is no element. Raises Unreadable for what nests too deeply."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing but white space and comments
        return None
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            "it cannot be read as HTML: damaged, or it takes more memory than is allowed. Save it as .txt."
        ) from error
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > NESTING:
            raise Unreadable(f"its elements nest more than {NESTING} deep. Save its text as .txt.")
    return root


def main_of(root: HtmlElement) -> HtmlElement:
    """Return the page's main element where it has one that holds most of the text, else all of the page."""
    mains = [one for one in root.iter() if is_text(one) and (one.tag == "main" or one.get("role") == "main")]
    if len(mains) == 1 and len(mains[0].text_content()) >= _MAIN_SHARE * len(root.text_content()):
        return mains[0]
    return root
