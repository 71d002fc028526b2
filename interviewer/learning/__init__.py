"""What earlier interviews say about what to ask next."""
