"""What the comparison with DeepFaune's packages is worth, and DeepFaune's rules as they are written here: python -m unittest, in this folder."""

import datetime
import pathlib
import tempfile
import unittest

import numpy
from PIL import Image

import deepfaune
import deployment
import species

VERSION = deepfaune.VERSIONS["1.4"]
BIRD = VERSION.animals.index("bird")


def look(boxes=(), logits=None, birds=None, file="a.jpg", picture=None):
    return deepfaune.Look(file, numpy.float32(boxes).reshape(-1, 6), picture, logits, birds)


def box(category, confidence=0.9, left=10.0, top=10.0, right=50.0, bottom=50.0):
    return [left, top, right, bottom, confidence, category]


def sure(animal, by=20.0):
    logits = numpy.zeros(len(VERSION.animals), numpy.float32)
    logits[VERSION.animals.index(animal)] = by
    return logits


class Boxes(unittest.TestCase):
    def compare(self, theirs, ours):
        self.largest = {"pixels": 0.0, "confidence": 0.0}
        return species.of_boxes(look(theirs), numpy.float64(ours).reshape(-1, 6), self.largest)

    def test_the_same_boxes_in_any_order_agree_and_the_largest_difference_is_told(self):
        others = [box(0, left=100, right=150), box(1, left=10.05)]
        self.assertEqual(self.compare([box(1), box(0, left=100, right=150)], others), (0, []))
        self.assertAlmostEqual(self.largest["pixels"], 0.05)

    def test_a_box_elsewhere_of_another_class_or_confidence_is_told_of_both_sides(self):
        for other in (box(0, left=10.2), box(1), box(0, confidence=0.8)):
            self.assertEqual(len(self.compare([box(0)], [other])[1]), 2)

    def test_a_box_that_one_side_lacks_is_told_whichever_it_is(self):
        more = [box(0), box(0, left=200, right=250)]
        self.assertEqual(len(self.compare(more, more[:1])[1]), 1)
        self.assertEqual(len(self.compare(more[:1], more)[1]), 1)

    def test_what_hangs_on_the_last_bit_of_an_overlap_is_a_tie_and_so_is_what_it_suppresses(self):
        kept = box(0, 0.9, 0, 0, 170, 100)
        at_the_limit = box(0, 0.8, 30, 0, 200, 100)  # overlaps by 140 of 200
        suppressed = box(0, 0.7, 40, 0, 210, 100)
        self.assertEqual(self.compare([kept, at_the_limit], [kept, suppressed]), (2, []))
        self.assertEqual(len(self.compare([kept, at_the_limit], [kept, box(0, 0.7, 500, 0, 600, 100)])[1]), 1)


class Tables(unittest.TestCase):
    LINES = "filename,scorebase,score,prediction", "a,0.88,0.88,fox", "b,1.0,0.88,fox"

    def compare(self, *lines):
        return species.of_tables("\n".join(self.LINES), "\n".join(lines))

    def test_the_same_lines_agree(self):
        self.assertEqual(self.compare(*self.LINES), ([], 0))

    def test_a_score_on_the_other_side_of_a_cut_is_counted(self):
        self.assertEqual(self.compare(self.LINES[0], "a,0.89,0.88,fox", self.LINES[2]), ([], 1))

    def test_another_score_label_order_or_number_of_lines_is_told(self):
        self.assertEqual(len(self.compare(self.LINES[0], "a,0.90,0.88,fox", self.LINES[2])[0]), 1)
        self.assertEqual(len(self.compare(self.LINES[0], "a,0.88,0.88,cat", self.LINES[2])[0]), 1)
        self.assertEqual(len(self.compare(self.LINES[0], *self.LINES[:0:-1])[0]), 2)
        self.assertEqual(len(self.compare(*self.LINES[:2])[0]), 1)


class Crops(unittest.TestCase):
    def size(self, *sides):
        picture = numpy.zeros((100, 200, 3), numpy.uint8)
        return deepfaune.crop(look([box(0, 0.9, *sides)], picture=picture)).size

    def test_the_shorter_side_grows_by_whole_pixels(self):
        self.assertEqual(self.size(50, 40, 90, 61), (40, 39))
        self.assertEqual(self.size(50, 30, 71, 70), (39, 40))

    def test_what_lies_outside_is_cut_off(self):
        self.assertEqual(self.size(0, 0, 100, 10), (100, 55))


class Verdicts(unittest.TestCase):
    def verdict(self, *looks):
        label, score, top = deepfaune.verdict(looks, VERSION)
        return label, round(score, 3), top

    def test_nothing_is_empty_and_people_win_from_as_many_as_vehicles_on(self):
        self.assertEqual(self.verdict(look()), ("empty", 1, "empty"))
        person, vehicle = look([box(1)]), look([box(2)])
        self.assertEqual(self.verdict(person, vehicle)[0], "human")
        self.assertEqual(self.verdict(person, vehicle, vehicle)[0], "vehicle")

    def test_an_animal_wins_over_more_confident_people(self):
        fox = look([box(1, 0.9), box(0, 0.3)], sure("fox"), numpy.zeros(8))
        self.assertEqual(self.verdict(look([box(1)]), fox), ("fox", 1, "fox"))

    def test_the_temperature_goes_by_the_pictures_with_an_animal(self):
        doubtful = look([box(0)], sure("fox", 4), numpy.zeros(8))
        of_one = 1 / (1 + 37 * numpy.exp(-4 / 1.10))
        of_two = 1 / (1 + 37 * numpy.exp(-4 / 1.04))
        self.assertEqual(self.verdict(doubtful, look()), ("undefined", round(of_one, 3), "fox"))
        self.assertEqual(self.verdict(doubtful, doubtful), ("undefined", round(of_two, 3), "fox"))

    def test_a_bird_has_a_kind_or_is_undefined(self):
        kind = numpy.zeros(8)
        kind[3] = 9
        self.assertEqual(self.verdict(look([box(0)], sure("bird"), kind))[0], "bird corvid")
        self.assertEqual(self.verdict(look([box(0)], sure("bird"), numpy.zeros(8)))[0], "bird undefined")
        self.assertEqual(self.verdict(look([box(0)], sure("bird", 2), kind))[::2], ("undefined", "bird undefined"))


class Deployments(unittest.TestCase):
    def test_pictures_keep_their_pixels_and_get_a_date_and_an_orientation(self):
        with tempfile.TemporaryDirectory() as folder:
            photo = pathlib.Path(folder) / "photo.jpg"
            Image.radial_gradient("L").save(photo, exif=Image.Exif())
            moment = datetime.datetime(2026, 5, 1, 22, 30)
            file = pathlib.Path(folder) / "dated.jpg"
            file.write_bytes(deployment.dated(photo.read_bytes(), moment, 6, 3))
            self.assertEqual(deepfaune.date(file), "2026:05:01 22:30:00")
            self.assertEqual(deployment.held(file), 6)
            with Image.open(photo) as before, Image.open(file) as after:
                self.assertEqual(before.tobytes(), after.tobytes())

    def test_sequences_go_on_for_ten_seconds_and_folders_come_by_their_first_files(self):
        with tempfile.TemporaryDirectory() as folder:
            photo = pathlib.Path(folder) / "photo.jpg"
            Image.radial_gradient("L").save(photo)
            files = deployment.make(pathlib.Path(folder) / "card", [photo] * len(deployment.GAPS))
            found = deepfaune.sequences(files)
        names = [[pathlib.Path(file).parts[-2:] for file in sequence] for sequence in found]
        self.assertEqual([sequence[0][0] for sequence in names[::4]], ["cam", "cam-2", "cam", "night"])
        self.assertEqual([len(sequence) for sequence in names], [3, 4, 1, 1] * 4)


if __name__ == "__main__":
    unittest.main()
