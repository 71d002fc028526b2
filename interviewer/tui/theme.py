"""The colours of the program, and of each verdict."""

from textual.theme import Theme

from interviewer.domain.grade import Label, Verdict

INK = Theme(
    name="interviewer",
    primary="#7aa2f7",
    secondary="#bb9af7",
    accent="#e0af68",
    foreground="#c8d0e8",
    background="#12141c",
    surface="#191c27",
    panel="#232736",
    success="#8fce7e",
    warning="#e0af68",
    error="#f7768e",
    dark=True,
    variables={
        "footer-background": "#191c27",
        "footer-key-foreground": "#e0af68",
        "footer-description-foreground": "#9aa5c4",
        "block-cursor-background": "#34426b",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#262c42",
        "block-cursor-blurred-foreground": "#c8d0e8",
        "block-cursor-blurred-text-style": "none",
        "input-selection-background": "#7aa2f7 35%",
        "button-focus-text-style": "bold",
        "button-focus-color": "#12141c",
        "border": "#7aa2f7",
        "border-blurred": "#343a50",
        "scrollbar": "#343a50",
        "scrollbar-hover": "#4a5272",
        "scrollbar-active": "#7aa2f7",
        "scrollbar-background": "#191c27",
        "scrollbar-background-hover": "#191c27",
        "scrollbar-background-active": "#191c27",
    },
)

VERDICT_COLORS: dict[Verdict, str] = {
    "covered": "$success",
    "partial": "$warning",
    "missing": "$error",
    "contradicted": "$error",
}
LABEL_COLORS: dict[Label, str] = {"correct": "$success", "partly": "$warning", "wrong": "$error"}
