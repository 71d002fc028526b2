"""Values and pure functions of an interview; standard library only."""
