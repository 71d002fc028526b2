"""Tests of what goes out: reports, and formulas for a terminal."""
