"""How far an engine's marks agree with those that markers gave."""
