"""Two hundred strings that break terminals, parsers and markup; each holds a word by which it can be found."""

import random

_BAD = [
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]52;c;ZXZpbA==\x1b\\",
    "\x9b31m",
    "\x9d0;title\x9c",
    "\x1bP1$r\x1b\\",
    "\x1b[2J\x1b[H",
    "\x1b]8;;http://x.invalid\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[?1049h",
    "\x1bc",
    "\x00",
    "a\x00b",
    "\x07\x08\x0b\x0c\r",
    "\ud800",
    "\udfff tail",
    "\u202egnp.exe\u202c",
    "\u2066\u2069\u200e",
    "\u200b\u200c\u200d\u2060\ufeff",
    "\U000e0041\U000e0042",
    "e" + "\u0301" * 40,
    "[/",
    "[/]",
    "[b",
    "[bold]x[/bold]",
    "[$primary]x",
    "[@click=app.bell]x[/]",
    "[type=x, v={'a[0]'}]",
    "list[int]",
    "[link=file:///etc/passwd]x[/link]",
    "</p><script>alert(1)</script>",
    "![x](http://x.invalid/?q=1)",
    "{0.__class__}",
    "{{ 7*7 }}",
    "{% raw %}",
    "%s%n",
    "${HOME}",
    "`id`",
    "; rm -rf ~",
    '{"lc": 1, "type": "constructor"}',
    "'; DROP TABLE events; --",
    "---\nid: x\n---",
    "- [ ] x",
    "```",
    "~~~",
    "<details>",
    "\\[ \\( $$",
    "|a|b|",
    "# h",
    "> q",
    "w" * 10_000,
    "日本語テキスト",
    "👩‍👩‍👧‍👦 family",
    "नमस्ते",
    "مرحبا",
    "аррӏе",
    "\u2028\u2029\x85",
    "\ufff9\ufffa\ufffb",
    "\t\t\t",
    "!!!",
    "?",
    ".",
    "..",
    ":quit",
    ":hint",
    "\\u001b[31m",
    "&lt;b&gt;",
    "\u3164",
    "\u115f",
    "1" * 500,
    "x^2 \\frac{1}{2}",
]
COUNT = 200


def hostile_strings(count: int = COUNT) -> list[str]:
    """Return `count` strings, the same every time."""
    chance = random.Random(7)
    made = [*_BAD]
    while len(made) < count:
        one, other = chance.sample(_BAD, 2)
        made.append(f"{one} gradient {other}")
    return made[:count]


def dangerous_bytes(output: bytes) -> list[int]:
    """Return the control bytes of terminal output that plain text may not hold: C0 but \\n and \\t, DEL, encoded C1."""
    text = output.decode("utf-8", "replace")
    return [ord(char) for char in text if (ord(char) < 0x20 and char not in "\n\t") or 0x7F <= ord(char) < 0xA0]
