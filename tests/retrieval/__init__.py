"""Finding questions and passages: real Chroma, the bundled bank."""
