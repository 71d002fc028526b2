"""Question files: read, written, gathered."""
