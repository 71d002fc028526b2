"""Measures the parts on samples with known answers, with intervals."""
