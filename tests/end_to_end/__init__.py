"""Whole runs of the program as a person or a script starts it."""
