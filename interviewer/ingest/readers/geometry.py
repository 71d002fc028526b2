"""Boxes and matrices of a page, as the PDF format counts them."""

from collections.abc import Sequence

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def common(one: Box, other: Box) -> Box:
    """Return the box that two share; its sides are crossed where they share none."""
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))


def area(box: Box) -> float:
    """Return a box's area, never quite nothing, for it is divided by."""
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0) or 1e-9


def around(points: Sequence[tuple[float, float]]) -> Box:
    """Return the box around points."""
    across, up = [x for x, _ in points], [y for _, y in points]
    return (min(across), min(up), max(across), max(up))


def times(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that carries out one, then the other."""
    a, b, c, d, e, f = one
    return (
        a * other[0] + b * other[2],
        a * other[1] + b * other[3],
        c * other[0] + d * other[2],
        c * other[1] + d * other[3],
        *at(other, e, f),
    )


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a matrix puts a point."""
    return x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]
