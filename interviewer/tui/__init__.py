"""The full-screen front end; importing this package loads nothing heavy."""
