"""Tests of the rooms and which way imports point."""
