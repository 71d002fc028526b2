"""The names of the grading engines that a person may choose; apart, for the command line reads them on every start."""

ENGINES = ("fast", "local", "panel")
JUDGE, REJUDGE = "judge", "rejudge"
"""A chat model beside the others, `judge:provider:model`; the second lists what an answer claims before it judges."""
KNOWN = f"{', '.join(ENGINES)}, {JUDGE}:PROVIDER:MODEL, {REJUDGE}:PROVIDER:MODEL"


def engine_name(text: str) -> str:
    """Return the name of an engine. Raises ValueError that lists those there are."""
    if text in ENGINES or judging_model(text):
        return text
    raise ValueError(f"there is no engine {text!r}. Known: {KNOWN}")


def judging_model(engine: str) -> str | None:
    """Return the `provider:model` that an engine has as its judge; None for one that has none."""
    kind, _, model = engine.partition(":")
    provider, _, name = model.partition(":")
    return model if kind in (JUDGE, REJUDGE) and provider.strip() and name.strip() else None


def commits_first(engine: str) -> bool:
    """Whether an engine's judge lists the answer's claims before it judges."""
    return engine.startswith(f"{REJUDGE}:")
