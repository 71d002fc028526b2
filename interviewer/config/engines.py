"""The names of the grading engines that a person may choose; apart, for the command line reads them on every start."""

from typing import Literal, get_args

EngineName = Literal["fast", "local", "panel"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)
