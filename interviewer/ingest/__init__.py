"""Readers for documents that hold interview questions; it only reads."""

from interviewer.ingest.files import SIZE_LIMIT
from interviewer.ingest.inputs import Input, expand
from interviewer.ingest.read import read_document, read_lines, read_stream

__all__ = ["SIZE_LIMIT", "Input", "expand", "read_document", "read_lines", "read_stream"]
