"""Answers made to deceive a grader, honest ones that look like them, and what an engine gives for both."""
