"""Reports to take away: Markdown and JSON."""
