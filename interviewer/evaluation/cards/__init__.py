"""Cards: what was measured, with command, n and interval, as Markdown, HTML with plots, and JSON."""
