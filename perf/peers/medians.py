"""The median of samples, and how sure it is."""

import numpy

RESAMPLES = 10_000
CONFIDENCE = 0.95


def median(samples):
    return float(numpy.median(samples))


def interval(samples):
    """The bootstrap interval of the median: where it lies in 95 of 100 resamples. The same for the same samples."""
    samples = numpy.asarray(samples, float)
    chosen = numpy.random.default_rng(0).integers(len(samples), size=(RESAMPLES, len(samples)))
    medians = numpy.median(samples[chosen], axis=1)
    edge = (1 - CONFIDENCE) / 2
    return [float(value) for value in numpy.quantile(medians, [edge, 1 - edge])]
