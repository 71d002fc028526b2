"""What earlier interviews say."""
