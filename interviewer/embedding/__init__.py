"""Turns texts into vectors, with a cache by content hash."""
