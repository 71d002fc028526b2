"""Tests of the room that reads documents."""
