"""Planning, holding and reporting an interview."""
