"""What the comparison's own sums are worth: python -m unittest, in this folder, in the peers' environment."""

import contextlib
import io
import types
import unittest

import numpy

import agreement
import compare
import medians
import rows
import species_rows

BOX = ["animal", 0.9, 0.1, 0.1, 0.3, 0.3]
TOLERANCE = agreement.Tolerance(overlap=0.9, confidence=0.02, share=0.95)


def moved(box, by=0.0, confidence=0.0, category=None):
    return [category or box[0], box[1] + confidence, box[2] + by, box[3], box[4] + by, box[5]]


def pictures(box, count=40):
    return {f"{i}.jpg": [box] for i in range(count)}


class Boxes(unittest.TestCase):
    def compare(self, ours, theirs):
        return agreement.boxes(ours, theirs, 0.6, TOLERANCE)

    def test_the_same_boxes_agree(self):
        found = self.compare(pictures(BOX), pictures(BOX))
        self.assertEqual((found["boxes"], found["agreeing"], found["smallest_overlap"]), (80, 1.0, 1.0))

    def test_a_little_off_agrees_and_is_told(self):
        found = self.compare(pictures(BOX), pictures(moved(BOX, 0.002, 0.01)))
        self.assertAlmostEqual(found["largest_difference_of_confidence"], 0.01)
        self.assertAlmostEqual(found["smallest_overlap"], 0.198 / 0.202)

    def test_boxes_elsewhere_or_of_another_class_or_confidence_do_not(self):
        for other in (moved(BOX, 0.05), moved(BOX, category="person"), moved(BOX, confidence=-0.05)):
            with self.assertRaises(agreement.Disagreement):
                self.compare(pictures(BOX), pictures(other))

    def test_boxes_that_only_one_side_has_do_not_whichever_it_is(self):
        more = {file: boxes + [moved(BOX, 0.5)] for file, boxes in pictures(BOX).items()}
        for sides in ((more, pictures(BOX)), (pictures(BOX), more)):
            with self.assertRaises(agreement.Disagreement):
                self.compare(*sides)

    def test_a_few_without_a_partner_are_allowed(self):
        theirs = {**pictures(BOX), "0.jpg": []}
        self.assertEqual(self.compare(pictures(BOX), theirs)["agreeing"], 78 / 79)

    def test_near_the_threshold_a_partner_may_be_missing(self):
        ours = {file: boxes + [["animal", 0.61, 0.6, 0.6, 0.8, 0.8]] for file, boxes in pictures(BOX).items()}
        self.assertEqual(self.compare(ours, pictures(BOX))["boxes"], 80)

    def test_nothing_found_is_no_agreement(self):
        with self.assertRaises(agreement.Disagreement):
            self.compare({"0.jpg": []}, {"0.jpg": []})


class Values(unittest.TestCase):
    def test_the_largest_difference_counts(self):
        ours = numpy.array([0, 200], numpy.uint8)
        self.assertEqual(agreement.values(ours, numpy.array([1, 200], numpy.uint8), 1, "levels")["largest_difference"], 1)
        with self.assertRaises(agreement.Disagreement):
            agreement.values(ours, numpy.array([2, 200], numpy.uint8), 1, "levels")

    def test_no_number_is_no_agreement(self):
        with self.assertRaises(agreement.Disagreement):
            agreement.values(numpy.array([numpy.nan]), numpy.array([0.0]), 1, "values")

    def test_neither_is_another_size(self):
        with self.assertRaises(agreement.Disagreement):
            agreement.values(numpy.zeros(2), numpy.zeros(3), 1, "values")


class Medians(unittest.TestCase):
    def test_the_interval_holds_the_median_and_is_the_same_again(self):
        samples = numpy.random.default_rng(1).normal(2, 0.1, 40)
        low, high = medians.interval(samples)
        self.assertTrue(low <= medians.median(samples) <= high)
        self.assertTrue(0.01 < high - low < 0.15)
        self.assertEqual([low, high], medians.interval(samples))

    def test_equal_samples_leave_no_doubt(self):
        self.assertEqual(medians.interval([1.5] * 20), [1.5, 1.5])


class Ratios(unittest.TestCase):
    def test_times_are_ours_by_theirs_and_speeds_the_other_way_round(self):
        self.assertEqual(rows.Letterbox(None).ratio(1, 2), 0.5)
        self.assertEqual(rows.AgainstSparrow(None).ratio(1, 2), 2)

    def test_the_bound_of_a_run_lies_between_those_before_and_after(self):
        row = rows.AgainstBound(None)
        theirs, ours = iter([1.0, 3.0, 5.0]), iter([10.0, 20.0])
        row.theirs, row.ours = (lambda: next(theirs)), (lambda: next(ours))

        class Ever:
            def has_time(self, pairs):
                return True

        self.assertEqual(row.samples(2, Ever()), [(10.0, 2.0), (20.0, 4.0)])

    def test_the_first_of_a_pair_changes(self):
        row, order = rows.Letterbox(None), []
        row.ours, row.theirs = (lambda: order.append("ours")), (lambda: order.append("theirs"))

        class Ever:
            def has_time(self, pairs):
                return True

        row.samples(2, Ever())
        self.assertEqual(order, ["ours", "theirs", "theirs", "ours"])


class Reasons(unittest.TestCase):
    def test_what_cannot_start_is_an_entry_with_its_reason(self):
        class Broken:
            name, closed = "broken", False

            def start(self):
                raise PermissionError("not allowed")

            def close(self):
                self.closed = True

        broken, entry = Broken(), {}
        with contextlib.redirect_stderr(io.StringIO()):
            compare.run(broken, entry, self.fail)
        self.assertEqual(entry, {"failed": "PermissionError: not allowed"})
        self.assertTrue(broken.closed)


    def test_without_bf16_there_is_nothing_to_compare(self):
        row, entry = species_rows.VitBf16(types.SimpleNamespace(flags=["avx2", "avx512f"])), {}
        with contextlib.redirect_stderr(io.StringIO()):
            compare.run(row, entry, self.fail)
        self.assertIn("does not compute in bf16", entry["failed"])
        self.assertIsNone(entry["met"])


if __name__ == "__main__":
    unittest.main()
