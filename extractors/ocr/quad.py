"""The paper in a photograph: its four corners, when there is a paper with an edge all round and a darker ground."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Pixels = NDArray[Any]
    Numbers = NDArray[Any]

THUMB = 700
"""Longer side of the small copy in which the paper is looked for."""

SMALLEST, LARGEST = 0.25, 0.985
"""Share of the picture that the paper covers."""

SQUARE = 0.85
"""Share of the outline's area that its four corners must cover."""

STEP = 18
"""Steps of grey by which the paper is lighter than the ground, on both sides of its edge."""

ALL_ROUND = 0.75
"""Share of the edge at which that must be so: a table in a page has no such edge."""

INSIDE = 8.0
PROBES = 23
ENOUGH_PROBES = 40
LARGEST_OUTLINES = 6
TOLERANCES = (0.02, 0.03, 0.05, 0.08)


def paper_in(grey: "Pixels") -> "Numbers | None":
    """Corners of the paper in pixels of `grey`, clockwise from the upper left one; `None` when the picture is the paper."""
    import cv2
    import numpy as np

    scale = min(1.0, THUMB / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    smooth = cv2.morphologyEx(cv2.GaussianBlur(small, (5, 5), 0), cv2.MORPH_CLOSE, np.ones((21, 21), np.uint8))
    found = [corners for corners in _corners(np.asarray(smooth, np.uint8)) if _has_edge(smooth, corners)]
    if not found:
        return None
    return _clockwise(max(found, key=lambda corners: float(cv2.contourArea(corners.astype(np.float32)))) / scale)


def _corners(smooth: "Pixels") -> "Iterator[Numbers]":
    """Four corners of each outline that is nearly a rectangle."""
    import cv2
    import numpy as np

    _, light = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    edges = cv2.dilate(cv2.Canny(smooth, 20, 60), np.ones((5, 5), np.uint8))
    outlines = [outline for mask in (light, edges) for outline in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]]
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:LARGEST_OUTLINES]:
        hull = cv2.convexHull(outline)
        area, length = cv2.contourArea(hull), cv2.arcLength(hull, closed=True)
        if not SMALLEST * smooth.size < area < LARGEST * smooth.size:
            continue
        shapes = (cv2.approxPolyDP(hull, tolerance * length, closed=True) for tolerance in TOLERANCES)
        corners = next((shape for shape in shapes if len(shape) == 4), None)  # noqa: PLR2004 - a paper has four corners
        if corners is not None and cv2.contourArea(corners) > SQUARE * area:
            yield corners.reshape(4, 2).astype(np.float64)


def _has_edge(smooth: "Pixels", corners: "Numbers") -> bool:
    """Whether it is lighter inside than outside nearly all along the edge."""
    import numpy as np

    height, width = smooth.shape
    inside = np.array([width - 1, height - 1])
    middle, lighter, probes = corners.mean(axis=0), 0, 0
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        across = np.array([start[1] - end[1], end[0] - start[0]]) / max(float(np.hypot(*(end - start))), 1e-9)
        if np.dot(middle - start, across) < 0:
            across = -across
        for share in np.linspace(0.06, 0.94, PROBES):
            point = start + (end - start) * share
            outer = point - across * INSIDE
            if (outer < 0).any() or (outer > inside).any():
                continue
            probes += 1
            x, y = np.clip(point + across * INSIDE, 0, inside).astype(int)
            lighter += int(smooth[y, x]) - int(smooth[int(outer[1]), int(outer[0])]) > STEP
    return probes >= ENOUGH_PROBES and lighter > ALL_ROUND * probes


def _clockwise(corners: "Numbers") -> "Numbers":
    import numpy as np

    sums, differences = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    return corners[[int(np.argmin(sums)), int(np.argmin(differences)), int(np.argmax(sums)), int(np.argmax(differences))]]
