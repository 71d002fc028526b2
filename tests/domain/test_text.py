"""What a person or a document wrote never reaches a terminal as control, and quote offsets hold."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviewer.domain.text import legible, sanitize, storable, visible, visible_line

JOINERS = "\u200c\u200d\ufe0e\ufe0f"
HIDDEN = [
    *range(0x09),
    *range(0x0B, 0x20),
    *range(0x7F, 0xA0),
    *(0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *(0x115F, 0x1160, 0x3164, 0xFFA0, 0xFEFF, 0xFFF9, 0xFFFB, 0xE0001, 0xE0041, 0xE007F, 0xE0100),
]
hostile = st.sampled_from(
    [*map(chr, HIDDEN), *JOINERS, "a", "é", "e", "\u0301", "\u0316", "\u0653", "\u0627", "\u212a", "\ud800", "❤", "क"]
)
anything = st.one_of(st.text(hostile, max_size=30), st.text(st.characters(), max_size=40), st.text(max_size=40))

FAMILY = "👩\u200d👩\u200d👧"
HEART_ON_FIRE = "❤\ufe0f\u200d🔥"
RAINBOW = "🏳\ufe0f\u200d🌈"
KSSA = "क\u094d\u200dष"
PERSIAN = "می\u200cخواهم"


def dangerous(text: str) -> set[str]:
    """Return what a terminal would act upon, hide or reorder."""
    return {char for char in text if ord(char) in HIDDEN or 0xD800 <= ord(char) < 0xE000}


@given(anything)
def test_visible_keeps_every_place(text: str) -> None:
    drawn = visible(text)
    assert len(drawn) == len(text)
    assert not dangerous(drawn)
    drawn.encode("utf-8")
    assert all(
        after == before
        for before, after in zip(text, drawn, strict=True)
        if before in "\n\t" or (ord(before) not in HIDDEN and before.isalnum())
    )


@given(anything)
def test_visible_twice_is_visible_once(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(anything)
def test_legible_text_has_the_same_words_at_the_same_places(text: str) -> None:
    read = legible(text)
    assert len(read) == len(text)
    for before, after in zip(text, read, strict=True):
        assert after in (before, " ")
        assert not (before.isalnum() and before.isascii()) or after == before


@pytest.mark.parametrize("nothing", ["\x00", "\ud800", "\u202e", "\ufe0f", "\U000e0041"])
def test_what_spells_nothing_is_blank(nothing: str) -> None:
    assert legible(f"a{nothing}b") == "a b"


@given(anything)
def test_storable_changes_only_what_utf8_cannot_hold(text: str) -> None:
    kept = storable(text)
    assert len(kept) == len(text)
    kept.encode("utf-8")
    assert "\x00" not in kept
    for before, after in zip(text, kept, strict=True):
        assert after == ("\ufffd" if before == "\x00" or 0xD800 <= ord(before) < 0xE000 else before)


@given(anything)
@example("\u200b\u200d\u200b")
@example("\u212a\u200dé")
@example("é" + "\u200d" * 5 + "b")
@example("\u0627" + "\u0316" * 4 + "\u0300\u0653")
def test_sanitize_leaves_nothing_to_do(text: str) -> None:
    clean = sanitize(text)
    assert sanitize(clean) == clean
    assert not dangerous(clean)
    assert unicodedata.is_normalized("NFC", clean)
    clean.encode("utf-8")


@given(st.text(st.sampled_from("ab é\n\tλ漢.,"), max_size=60))
def test_sanitize_leaves_plain_text_alone(text: str) -> None:
    assert sanitize(text) == text


@given(anything)
def test_a_visible_line_is_one_line(text: str) -> None:
    line = visible_line(text)
    assert line == " ".join(line.split())
    assert not dangerous(line) | (set(line) & {"\n", "\t", "\r"})


@pytest.mark.parametrize("text", [FAMILY, HEART_ON_FIRE, RAINBOW, KSSA, PERSIAN, "☎\ufe0e", f"x {FAMILY} y"])
def test_joiners_that_a_script_or_an_emoji_needs_stay(text: str) -> None:
    assert visible(text) == text
    assert sanitize(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "drawn", "clean"),
    [
        ("\x1b[31mred", "␛[31mred", "[31mred"),
        ("a\x07b\x08c", "a␇b␈c", "abc"),
        ("a\x00b", "a␀b", "a\ufffdb"),
        ("a\x7fb\x9bc", "a␡b\ufffdc", "abc"),
        ("rm\u202egnp.exe", "rm\ufffdgnp.exe", "rmgnp.exe"),
        ("pay\u200dpal", "pay\ufffdpal", "paypal"),
        ("a\U000e0041b", "a\ufffdb", "ab"),
        ("a\r\nb\rc", "a␍\nb␍c", "a\nb\nc"),
        ("a\u2028b\x85c", "a\ufffdb\ufffdc", "a\nb\nc"),
        ("\ufefftext", "\ufffdtext", "text"),
        ("a\ufe0fb", "a\ufffdb", "ab"),
        ("tab\tstays\n", "tab\tstays\n", "tab\tstays\n"),
        ("\ud83d", "\ufffd", "\ufffd"),
    ],
)
def test_what_is_drawn_and_what_is_kept(text: str, drawn: str, clean: str) -> None:
    assert visible(text) == drawn
    assert sanitize(text) == clean


@pytest.mark.parametrize("run", ["\u200d\u200c" * 8, "\ufe0f" * 9, "\u200c\u200d\u200c"])
def test_a_run_of_joiners_hides_no_message(run: str) -> None:
    assert not set(JOINERS) & set(visible(f"é{run}é")[1:-1])
    assert len(sanitize(f"é{run}é")) <= 2 + 1


def test_zalgo_is_cut_to_four_marks_and_living_scripts_are_not() -> None:
    assert sanitize("z" + "\u0335" * 40) == "z" + "\u0335" * 4
    for living in ("Tiếng Việt", "ᾧ", "שָׁלוֹם", "หนึ่ง"):
        assert sanitize(living) == unicodedata.normalize("NFC", living)


def test_a_million_joiners_are_cleaned_at_once() -> None:
    assert sanitize("a" + "\u200d" * 1_000_000 + "b") == "ab"
