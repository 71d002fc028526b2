"""Readers for documents that hold interview questions; it only reads."""

from interviewer.ingest.read import read_document

__all__ = ["read_document"]
