"""Scripted candidates, played through whole interviews, and what the interviewer did with them."""
