"""Flag over environment over file over default, and a wrong setting is named with its place."""

from pathlib import Path

import pytest

from interviewer.config.paths import Paths, paths
from interviewer.config.settings import load
from interviewer.domain.errors import UsageError


@pytest.fixture
def places(tmp_path: Path) -> Paths:
    """Folders of a person who has set nothing."""
    found = paths({"INTERVIEWER_HOME": str(tmp_path)})
    found.create()
    return found


def test_a_flag_wins_over_environment_over_file_over_default(places: Paths) -> None:
    assert load(places, {}, {}).count == 5
    places.settings_file.write_text("count = 6\nmode = 'mock'\n")
    assert load(places, {}, {}).count == 6
    environment = {"INTERVIEWER_COUNT": "7", "OTHER_COUNT": "1"}
    assert load(places, {"count": None}, environment).count == 7
    chosen = load(places, {"count": 8}, environment)
    assert (chosen.count, chosen.mode, chosen.engine) == (8, "mock", None)


def test_only_the_environment_that_was_handed_in_counts(places: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_COUNT", "9")
    assert load(places, {}, {}).count == 5


def test_home_is_no_setting(places: Paths) -> None:
    assert load(places, {}, {"INTERVIEWER_HOME": str(places.data)}).count == 5


@pytest.mark.parametrize(
    ("file", "environment", "message"),
    [
        ("coutn = 3", {}, r"Unknown setting coutn in .*settings\.toml\. Did you mean count\?"),
        ("zzzzz = 3", {}, r"Unknown setting zzzzz in .*settings\.toml\. Known: engine, mode"),
        ("", {"INTERVIEWER_TRAK": "x"}, r"INTERVIEWER_TRAK in the environment\. Did you mean INTERVIEWER_TRACK\?"),
        ("", {"INTERVIEWER_QQQQQ": "x"}, r"INTERVIEWER_QQQQQ in the environment\. Known: INTERVIEWER_ENGINE"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_spelling(
    places: Paths, file: str, environment: dict[str, str], message: str
) -> None:
    places.settings_file.write_text(file)
    with pytest.raises(UsageError, match=message) as refusal:
        load(places, {}, environment)
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize(
    ("file", "environment", "flags", "message"),
    [
        ("count = 0", {}, {}, r"^count in .*settings\.toml: .*greater than or equal to 1"),
        ("count = 'many'", {}, {}, r"^count in .*settings\.toml: .*integer"),
        ("[engine]\nname = 'fast'", {}, {}, r"^engine in .*settings\.toml: "),
        ("count = 3", {"INTERVIEWER_COUNT": "x"}, {}, r"^INTERVIEWER_COUNT in the environment: .*integer"),
        ("count = 3", {"INTERVIEWER_COUNT": "3"}, {"count": 0}, r"^--count: .*greater than"),
        ("", {}, {"time_limit_s": 1}, r"^--time-limit-s: .*greater than"),
        ("", {"INTERVIEWER_MODE": "exam"}, {}, r"^INTERVIEWER_MODE in the environment: .*'practice'"),
    ],
)
def test_a_bad_value_names_the_place_it_came_from(
    places: Paths, file: str, environment: dict[str, str], flags: dict[str, object], message: str
) -> None:
    places.settings_file.write_text(file)
    with pytest.raises(UsageError, match=message):
        load(places, flags, environment)


@pytest.mark.parametrize("content", [b"count = ", b"count = 1\ncount = 2", b"\xff\xfe", b"[[["])
def test_a_broken_file_is_named_with_the_remedy(places: Paths, content: bytes) -> None:
    places.settings_file.write_bytes(content)
    with pytest.raises(UsageError, match=r"settings\.toml cannot be read: .*Mend it or remove it"):
        load(places, {}, {})


def test_a_file_that_cannot_be_opened_is_named(places: Paths) -> None:
    places.settings_file.mkdir()
    with pytest.raises(UsageError, match=r"settings\.toml cannot be read"):
        load(places, {}, {})
