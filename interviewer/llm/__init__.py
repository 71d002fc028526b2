"""Language models: the local one in its child process, and a chat model over it."""
