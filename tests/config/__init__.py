"""Settings, folders, the log file."""
