"""The grading engines: an answer in, credits with verified quotes out."""

from interviewer.grading.credit import score_of
from interviewer.grading.draft import draft_key_points
from interviewer.grading.engine import Encoder, Engine, GradeRequest, request_for
from interviewer.grading.fast import FastEngine

__all__ = ["Encoder", "Engine", "FastEngine", "GradeRequest", "draft_key_points", "request_for", "score_of"]
