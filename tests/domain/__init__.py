"""The pure part: values, events, the state machine, text."""
