"""Settings, folders and the log file."""
