"""The event log in SQLite, its lock, migrations and backups."""
