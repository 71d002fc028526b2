"""One reader a format: bytes in, lines of Markdown or rows of questions and answers out; nothing else is touched."""
