"""The interviewer: plans, asks, probes, and keeps everything that was said."""
