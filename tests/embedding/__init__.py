"""Texts to vectors: the real model, and what is kept of it."""
