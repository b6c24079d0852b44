"""Whether both sides found the same. A fast wrong answer is no answer."""

import dataclasses

import numpy


class Disagreement(Exception):
    """What the two sides do not agree on."""


@dataclasses.dataclass(frozen=True)
class Tolerance:
    """How far two sets of boxes may be apart.

    overlap: the least intersection over union of two boxes that are the same
    confidence: the most that their confidences may differ
    share: the least share of boxes that have a partner; the others are those that suppression takes another way
    """

    overlap: float
    confidence: float
    share: float


# The same pixels in the same arithmetic: only the order of sums differs.
SAME_PIXELS = Tolerance(overlap=0.95, confidence=0.01, share=0.98)
# Another decoder: each pixel is a little different, and of several boxes around one place that are almost
# equally confident, suppression keeps another.
OTHER_PIXELS = Tolerance(overlap=0.7, confidence=0.1, share=0.95)
# Another precision: so is each value in the network, and random weights make more of that than trained ones.
OTHER_PRECISION = Tolerance(overlap=0.5, confidence=0.15, share=0.95)

FEWEST_BOXES = 20


def boxes(ours, theirs, threshold, tolerance):
    """Compares the boxes of each file, `[category, confidence, left, top, right, bottom]`.

    Boxes whose confidence is so near the threshold that it may be on the other side of it need no partner.
    """
    if ours.keys() != theirs.keys():
        raise Disagreement("the sides looked at different files")
    wanted = found = 0
    differences, overlaps = [0.0], [1.0]
    for file in ours:
        for these, those in ((ours[file], theirs[file]), (theirs[file], ours[file])):
            for box in these:
                if box[1] < threshold + tolerance.confidence:
                    continue
                wanted += 1
                partners = [other for other in those if _same(box, other, tolerance)]
                if partners:
                    best = max(partners, key=lambda other: _overlap(box, other))
                    found += 1
                    differences.append(abs(box[1] - best[1]))
                    overlaps.append(_overlap(box, best))
    if wanted < FEWEST_BOXES:
        raise Disagreement(f"{wanted} boxes are too few to compare")
    share = found / wanted
    if share < tolerance.share:
        raise Disagreement(f"only {share:.1%} of {wanted} boxes agree, and {tolerance.share:.0%} have to")
    return {
        "boxes": wanted,
        "agreeing": share,
        "largest_difference_of_confidence": max(differences),
        "smallest_overlap": min(overlaps),
        "tolerance": dataclasses.asdict(tolerance),
    }


def loss(fewer, more, threshold):
    """How far boxes of a faster way differ from those of the usual one: told, not judged."""
    same = dataclasses.replace(OTHER_PIXELS, share=0)
    return {**boxes(fewer, more, threshold, same), "judged": False}


def values(ours, theirs, most, what):
    """Compares two arrays: no element may differ by more than `most`."""
    if ours.shape != theirs.shape:
        raise Disagreement(f"{what}: {ours.shape} against {theirs.shape}")
    largest = float(numpy.abs(ours.astype(numpy.float64) - theirs.astype(numpy.float64)).max())
    if not largest <= most:
        raise Disagreement(f"{what} differ by up to {largest:g}, and {most:g} is allowed")
    return {"values": ours.size, "largest_difference": largest, "tolerance": most}


def _same(box, other, tolerance):
    return (
        box[0] == other[0]
        and abs(box[1] - other[1]) <= tolerance.confidence
        and _overlap(box, other) >= tolerance.overlap
    )


def _overlap(a, b):
    across = min(a[4], b[4]) - max(a[2], b[2])
    down = min(a[5], b[5]) - max(a[3], b[3])
    if across <= 0 or down <= 0:
        return 0.0
    both = across * down
    return both / ((a[4] - a[2]) * (a[5] - a[3]) + (b[4] - b[2]) * (b[5] - b[3]) - both)
