"""The grading engines: an answer in, credits with verified quotes out."""

from interviewer.grading.credit import score_of
from interviewer.grading.draft import draft_key_points
from interviewer.grading.engine import Encoder, Engine, GradeRequest, request_for
from interviewer.grading.fast import FastEngine
from interviewer.grading.local import LocalEngine
from interviewer.grading.panel import PanelEngine

__all__ = [
    "Encoder",
    "Engine",
    "FastEngine",
    "GradeRequest",
    "LocalEngine",
    "PanelEngine",
    "draft_key_points",
    "request_for",
    "score_of",
]
