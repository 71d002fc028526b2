"""A mock interviewer for technical interviews that runs on a person's own machine."""

__version__ = "0.2.0"
