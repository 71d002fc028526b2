"""Web pages: what a reader sees becomes questions with whole answers; what is hidden or machinery does not."""

from pathlib import Path

import pytest

from interviewer.domain.document import Document
from interviewer.domain.errors import DocumentError
from interviewer.ingest.readers import html_page
from tests.ingest.documents import pairs, read_data, read_text

ARTICLE = """<!DOCTYPE html>
<html><head><title>Operating systems | Notes</title><style>p { color: red }</style></head><body>
<nav><a href="/">Home</a><a href="/about">About</a></nav>
<div class="cookie-banner">This site keeps cookies. <button>Accept</button></div>
<article><h1>Operating systems: questions and answers</h1>
<p>These notes cover processes
and memory.</p>
<h3>1. What is a <code>process</code>?<a class="anchor" href="#q1">¶</a></h3>
<p>A program that runs, with an address space
   of its own.</p>
<ul><li>It owns <b>files</b>.</li><li>It owns threads:<ol><li>one at first</li><li>more later</li></ol></li></ul>
<h3>2. How does a child process begin?</h3>
<p>By <code>fork</code>:</p>
<pre><code>pid = fork();<br>if (pid == 0)
    run();</code></pre>
<h3>3. Which page sizes are common?</h3>
<table><tr><th>Name</th><th>Size</th></tr><tr><td>small</td><td>2<sup>12</sup> bytes</td></tr></table>
</article>
<aside>Read our other posts</aside><form><p>Your e-mail</p><input></form>
<footer>All rights reserved</footer><script>track()</script></body></html>
"""

ACCORDION = """<html><body><main><h2>Databases</h2>
<details><summary>What is an index for?</summary><p>It finds rows without a scan.</p><p>Writes pay for it.</p></details>
<details><summary>What does a transaction promise?</summary>
<div>All of it happens, or nothing does.</div></details>
<details><summary>Why are joins ordered?</summary><p>The smallest intermediate result comes first.</p></details>
</main></body></html>
"""

BUTTONS = """<body><div class="accordion">
<button aria-controls="p1">What is a build?</button><div id="p1"><p>Sources become programs.</p></div>
<button aria-controls="p2">What is a release?</button><div id="p2"><p>A build for everyone.</p></div>
</div><button>Subscribe</button></body>"""

TABLE = """<table><thead><tr><th>#</th><th>Question</th><th>Answer</th></tr></thead><tbody>
<tr><td>1</td><td>What is DNS?</td><td><p>Names become numbers.</p><ul><li>cached</li></ul></td></tr>
<tr><td>2</td><td>What is DHCP?</td><td>A lease of an address.</td></tr></tbody></table>"""

TERMS = """<body><h2>Frequently asked</h2><dl>
<dt>What is latency?</dt><dd>The time until the first byte.</dd>
<dt>What is throughput?</dt><dd>How much passes in a second.<br>It may be high while latency is bad.</dd>
</dl></body>"""

MICRODATA = """<body><h1>Help</h1><div itemscope itemtype="https://schema.org/FAQPage">
<div itemscope itemprop="mainEntity" itemtype="https://schema.org/Question"><div itemprop="name">What is a load
balancer?</div><div itemscope itemprop="acceptedAnswer" itemtype="https://schema.org/Answer"><div itemprop="text">
<p>It spreads requests over servers.</p></div></div></div>
<div itemscope itemtype="https://schema.org/Question"><span itemprop="name">What is a cache?</span>
<div itemscope itemtype="https://schema.org/Answer"><p itemprop="text">A copy kept near.</p></div>
</div></div></body>"""

LINKED_DATA = """<html><head><script type="application/ld+json">{"@context": "https://schema.org", "@type": "FAQPage",
"mainEntity": [
 {"@type": "Question", "name": "What is sharding?", "acceptedAnswer": {"@type": "Answer",
  "text": "<p>Rows are spread over machines.</p><ul><li>by range</li><li>by hash</li></ul>"}},
 {"@type": "Question", "name": "What is replication?", "acceptedAnswer": {"@type": "Answer", "text": "unused"}}
]}</script></head><body><h2>Scaling</h2><div><span>What is replication?</span></div>
<div>Copies of the same rows live on several machines.</div></body></html>"""


def read(folder: Path, text: str) -> Document:
    return read_text(folder, text, "page.html")


def test_an_article_with_headings(tmp_path: Path) -> None:
    found = read(tmp_path, ARTICLE)
    assert found.format == "html"
    assert pairs(found) == [
        (
            "1",
            "What is a process?",
            "A program that runs, with an address space of its own.\n\n"
            "- It owns **files**.\n- It owns threads:\n  1. one at first\n  2. more later",
        ),
        ("2", "How does a child process begin?", "By `fork`:\n\n```\npid = fork();\nif (pid == 0)\n    run();\n```"),
        ("3", "Which page sizes are common?", "| Name | Size |\n| --- | --- |\n| small | 2^12 bytes |"),
    ]


def test_nothing_of_the_machinery_is_left() -> None:
    everything = "\n".join(html_page.read(ARTICLE.encode()).lines)
    for word in ("Home", "cookies", "other posts", "e-mail", "rights", "track", "color", "¶"):
        assert word not in everything
    assert "processes and memory." in everything


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            ACCORDION,
            [
                ("What is an index for?", "It finds rows without a scan.\n\nWrites pay for it."),
                ("What does a transaction promise?", "All of it happens, or nothing does."),
                ("Why are joins ordered?", "The smallest intermediate result comes first."),
            ],
        ),
        (
            TERMS,
            [
                ("What is latency?", "The time until the first byte."),
                ("What is throughput?", "How much passes in a second.\nIt may be high while latency is bad."),
            ],
        ),
        (
            BUTTONS,
            [("What is a build?", "Sources become programs."), ("What is a release?", "A build for everyone.")],
        ),
        (
            TABLE,
            [("What is DNS?", "Names become numbers.\n\n- cached"), ("What is DHCP?", "A lease of an address.")],
        ),
        (
            MICRODATA,
            [
                ("What is a load balancer?", "It spreads requests over servers."),
                ("What is a cache?", "A copy kept near."),
            ],
        ),
        (
            LINKED_DATA,
            [
                ("What is replication?", "Copies of the same rows live on several machines."),
                ("What is sharding?", "Rows are spread over machines.\n\n- by range\n- by hash"),
            ],
        ),
    ],
    ids=["details", "definition list", "buttons", "table", "microdata", "JSON-LD"],
)
def test_other_layouts(tmp_path: Path, page: str, expected: list[tuple[str, str]]) -> None:
    found = read(tmp_path, page)
    assert [(question.question, question.answer) for question in found.questions] == expected


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display: none">SECRET</div>',
        '<p style="color:red; VISIBILITY : hidden">SECRET</p>',
        '<p style="opacity:0">SECRET</p>',
        '<span style="font-size: 0px">SECRET</span>',
        '<div style="position:absolute; left:-9999px">SECRET</div>',
        "<div hidden>SECRET</div>",
        '<div aria-hidden="true"><p>SECRET</p></div>',
        "<noscript>SECRET</noscript>",
        "<template><p>SECRET</p></template>",
        "<p>seen<b style='display:none'>SECRET</b></p>",
        "<div role='dialog'>SECRET</div>",
        "<!-- SECRET -->",
        "<pre>seen<i hidden>SECRET</i></pre>",
        "<ul><li hidden>SECRET</li></ul>",
        "<table><tr><td>a</td><td hidden>SECRET</td><td>b</td></tr></table>",
    ],
)
def test_hidden_text_is_dropped(hidden: str) -> None:
    lines = html_page.read(f"<body><h2>Why?</h2><p>Because.</p>{hidden}<p>End.</p></body>".encode()).lines
    assert "SECRET" not in "\n".join(lines)
    assert lines[-1] == "End."


def test_hidden_parts_are_noted(tmp_path: Path) -> None:
    found = read(tmp_path, ACCORDION.replace("<details>", "<p hidden>obey</p><details>", 1))
    assert any("hidden" in note for note in found.notes)


def test_each_line_knows_its_line_in_the_source(tmp_path: Path) -> None:
    found = read(tmp_path, ARTICLE)
    line = found.questions[1].question_line
    assert found.places[line - 1] == 1 + ARTICLE[: ARTICLE.index("2. How")].count("\n")


def test_formulas_keep_their_source() -> None:
    page = (
        '<p>Loss <math><mi>L</mi><annotation encoding="application/x-tex">L = y^2</annotation></math> and '
        '<script type="math/tex">a_1</script> and <img class="latex" alt="b"></p>'
    )
    assert html_page.read(page.encode()).lines == ("Loss $L = y^2$ and $a_1$ and $b$",)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>café</p>".encode(), "café"),
        ('<meta charset="iso-8859-2"><p>łódź</p>'.encode("iso-8859-2"), "łódź"),
        ("<p>“quoted”</p>".encode("cp1252"), "“quoted”"),
        ("<p>wide</p>".encode("utf-16"), "wide"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert html_page.read(data).lines == (text,)


def test_a_page_in_a_form_is_read() -> None:
    assert html_page.read(b"<body><form><h2>Why?</h2><p>Because it is so.</p></form></body>").lines[0] == "## Why?"


@pytest.mark.parametrize("data", [b"", b"<html><body></body></html>", b"<body><script>x</script></body>"])
def test_a_page_without_text_says_so(tmp_path: Path, data: bytes) -> None:
    found = read_data(tmp_path, data, "page.html")
    assert not found.questions
    assert any("No text found" in note for note in found.notes)


def test_what_is_no_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"page\.html.*no HTML"):
        read_text(tmp_path, "only words", "page.html")


def test_elements_that_only_a_style_sets_apart_are_parted(tmp_path: Path) -> None:
    row = '<div><span class="n">{n}</span><span class="t">{q}</span></div><p>{a}</p>'
    told = (
        ("pod", "A few containers on one host."),
        ("node", "A machine for pods."),
        ("probe", "A call to a container."),
    )
    page = "".join(row.format(n=f"0{n}", q=f"What is a {q}?", a=a) for n, (q, a) in enumerate(told, 1))

    found = read_data(tmp_path, f"<html><body>{page}</body></html>".encode(), "page.html").questions

    assert [one.question for one in found] == ["What is a pod?", "What is a node?", "What is a probe?"]


def test_elements_inside_a_word_or_in_code_stay_together(tmp_path: Path) -> None:
    answer = "<p>It is <b>H</b>TML in <span>i</span><span>Cloud</span>.</p>"
    code = "<p>Call <code><span>get</span><span>Value</span></code> then.</p>"
    data = f"<html><body><h2>What is it?</h2>{code}<h2>Why is it?</h2>{answer}</body></html>"

    found = read_data(tmp_path, data.encode(), "page.html").questions

    assert [one.answer for one in found] == ["Call `getValue` then.", "It is **H**TML in iCloud."]
