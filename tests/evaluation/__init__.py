"""Measures on samples with known answers."""
