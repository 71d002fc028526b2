"""A gentle line for terminals below 60 by 16, where things still work but do not look well."""

from textual.widgets import Static


class SizeHint(Static):
    """Shown by the style sheet when the terminal is small."""

    DEFAULT_CSS = "SizeHint { dock: top; height: 1; background: $warning; color: $background; text-align: center; }"

    def __init__(self) -> None:
        super().__init__("This terminal is small; 80x24 is comfortable.", markup=False)
