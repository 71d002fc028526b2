"""The question files: read, checked, and written for what a person ingests."""
