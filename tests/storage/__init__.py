"""The event log, its lock, migrations and copies."""
