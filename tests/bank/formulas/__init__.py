"""The bundled questions' formulas and figures, run: each test carries the id of its question with underscores."""
