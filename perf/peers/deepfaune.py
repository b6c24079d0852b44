"""DeepFaune's way from pictures to its table, in the packages that it uses itself.

Written from a description of what DeepFaune does (docs/deepfaune.md has the rules), not from its code: Ultralytics
finds boxes file by file, the most confident animal is cut out and scaled by Pillow, timm classifies up to eight crops
at a time, and what the pictures of a sequence are called is worked out from the mean of their logits.
"""

import csv
import dataclasses
import datetime
import io
import os

import numpy
import torch
from PIL import Image

DETECTOR_SIZE, OVERLAP = 960, 0.7
PICTURES_AT_A_TIME = 8
THRESHOLD = 0.8
MAX_LAG = datetime.timedelta(seconds=10)
ANIMAL, PERSON, VEHICLE = range(3)
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
EXIF_IFD, DATE_TIME_ORIGINAL = 0x8769, 36867

# In the order of the outputs, in DeepFaune's English.
ANIMALS = (
    "bison", "badger", "ibex", "beaver", "red deer", "golden jackal", "chamois", "cat", "goat", "roe deer", "dog",
    "raccoon dog", "fallow deer", "squirrel", "moose", "equid", "genet", "wolverine", "hedgehog", "lagomorph", "wolf",
    "otter", "lynx", "mongoose", "marmot", "micromammal", "mouflon", "sheep", "mustelid", "bird", "bear", "porcupine",
    "nutria", "muskrat", "raccoon", "fox", "arctic fox", "reindeer", "wild boar", "cow",
)  # fmt: skip
BIRDS = ("anseriform", "otherbird", "columbiform", "corvid", "galliform", "passerine", "piciform", "raptor")


@dataclasses.dataclass(frozen=True)
class Version:
    """What differs between DeepFaune's classifiers.

    options: timm's, besides the number of classes
    temperatures: that logits are divided by: of one picture with an animal, of several, of the bird head
    """

    name: str
    backbone: str
    options: dict
    size: int
    animals: tuple
    temperatures: tuple


VERSIONS = {
    version.name: version
    for version in (
        Version(
            "1.4",
            "vit_large_patch14_dinov2.lvd142m",
            {"dynamic_img_size": True},
            182,
            tuple(name for name in ANIMALS if name not in ("mongoose", "arctic fox")),
            (1.10, 1.04, 0.90),
        ),
        Version("1.5", "vit_large_patch16_dinov3.lvd1689m", {"global_pool": "token"}, 224, ANIMALS, (1.12, 1.10, 1.00)),
    )
}


@dataclasses.dataclass
class Look:
    """What is seen in one picture.

    boxes: a row a box, `left, top, right, bottom, confidence, class`, in pixels, most confident first
    """

    file: str
    boxes: numpy.ndarray
    picture: numpy.ndarray  # BGR, upright, as the detector had it
    logits: numpy.ndarray | None = None
    birds: numpy.ndarray | None = None

    def best(self):
        """The most confident animal, else the most confident box; None where there is none."""
        animals = [box for box in self.boxes if box[5] == ANIMAL]
        return animals[0] if animals else self.boxes[0] if len(self.boxes) else None

    def is_a(self, category):
        return self.best() is not None and self.best()[5] == category

    def count(self, category):
        return sum(box[5] == category for box in self.boxes)


class Detector:
    """Ultralytics' `predict`."""

    def __init__(self, checkpoint, confidence):
        from ultralytics import YOLO

        self.network = YOLO(checkpoint)
        self.confidence = confidence

    def look(self, file):
        options = {"imgsz": DETECTOR_SIZE, "conf": self.confidence, "iou": OVERLAP, "verbose": False}
        found = self.network.predict(file, **options)[0]
        return Look(file, found.boxes.data.cpu().numpy(), found.orig_img)


def crop(look):
    """The best box, its shorter side grown by whole pixels to a square, what lies outside the picture cut off."""
    left, top, right, bottom = (float(side) for side in look.best()[:4])
    more = int(abs((right - left) - (bottom - top)) / 2)
    if right - left > bottom - top:
        top, bottom = top - more, bottom + more
    else:
        left, right = left - more, right + more
    height, width = look.picture.shape[:2]
    rows, columns = (slice(max(0, int(a)), min(int(b), most)) for a, b, most in ((top, bottom, height), (left, right, width)))
    return Image.fromarray(numpy.ascontiguousarray(look.picture[rows, columns, ::-1]))


def tensor(image, size):
    """The classifier's input of a crop: 3 x size x size."""
    return normalised(numpy.asarray(image.resize((size, size), Image.BICUBIC)))


def normalised(pixels):
    pixels = pixels.astype(numpy.float32) / 255
    return torch.from_numpy((pixels - numpy.float32(MEAN)) / numpy.float32(DEVIATION)).permute(2, 0, 1).contiguous()


class Classifier:
    """A classifier of timm's with the bird head behind it, loaded from checkpoints of DeepFaune's layout."""

    def __init__(self, version, checkpoint, bird_head, shape):
        import timm

        stored = torch.load(checkpoint, map_location="cpu", weights_only=True)
        self.version = version
        options = {**version.options, **shape, "num_classes": stored["args"]["num_classes"]}
        self.network = timm.create_model(stored["args"]["backbone"], pretrained=False, **options).eval()
        self.network.load_state_dict({name.removeprefix("base_model."): w for name, w in stored["state_dict"].items()})
        weights = torch.load(bird_head, map_location="cpu", weights_only=True)
        self.birds = bird_layers(*weights["bird_model.0.weight"].shape[::-1], len(BIRDS))
        self.birds.load_state_dict({name.removeprefix("bird_model."): weight for name, weight in weights.items()})

    def logits(self, batch):
        """The logits of a batch's crops, of classes and of birds."""
        with torch.no_grad():
            embedding = self.network.forward_head(self.network.forward_features(batch), pre_logits=True)
            return self.network.head(embedding).numpy(), self.birds(embedding).numpy()


def bird_layers(width, hidden, kinds):
    layers = (
        torch.nn.Linear(width, hidden),
        torch.nn.BatchNorm1d(hidden),
        torch.nn.GELU(),
        torch.nn.Dropout(0),
        torch.nn.Linear(hidden, kinds),
    )
    return torch.nn.Sequential(*layers).eval()


def name(looks, classifier):
    """Classifies the best animal of each picture that has one; up to eight pictures, as in one of DeepFaune's batches."""
    animals = [look for look in looks if look.is_a(ANIMAL)]
    if animals:
        inputs = torch.stack([tensor(crop(look), classifier.version.size) for look in animals])
        for look, logits, birds in zip(animals, *classifier.logits(inputs)):
            look.logits, look.birds = logits, birds


def batches(files):
    """The files in the order and the batches in which DeepFaune looks at them."""
    return [files[start : start + PICTURES_AT_A_TIME] for start in range(0, len(files), PICTURES_AT_A_TIME)]


# ---- Sequences and labels -----------------------------------------------------------------------


def date(file):
    """EXIF's DateTimeOriginal as it stands there, or NA."""
    with Image.open(file) as image:
        return image.getexif().get_ifd(EXIF_IFD).get(DATE_TIME_ORIGINAL, "NA")


def sequences(files):
    """The sequences in their order, each a list of files by name.

    Folders in the order of their first file; in each the files by date, a new sequence wherever the one before is
    more than the longest lag away or either has no date.
    """
    folders = {}
    for file in sorted(files):
        folders.setdefault(os.path.dirname(file), []).append(file)
    found = []
    for inside in folders.values():
        before = None
        for text, file in sorted((date(file), file) for file in inside):
            moment = _moment(text)
            if not (before and moment and moment - before <= MAX_LAG):
                found.append([])
            found[-1].append(file)
            before = moment
    return [sorted(sequence) for sequence in found]


def _moment(text):
    try:
        return datetime.datetime.strptime(text, "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None


def verdict(looks, version):
    """What a sequence is called, its score before it is cut off, and the best label whatever the score."""
    animals = [look for look in looks if look.is_a(ANIMAL)]
    if not animals:
        people, vehicles = (sum(look.is_a(category) for look in looks) for category in (PERSON, VEHICLE))
        label = "empty" if people + vehicles == 0 else "human" if people >= vehicles else "vehicle"
        return label, 1.0, label
    of_one, of_several, of_birds = version.temperatures
    likely = _softmax(numpy.mean([look.logits for look in animals], 0), of_one if len(animals) == 1 else of_several)
    score, label = likely.max(), version.animals[likely.argmax()]
    if label == "bird":
        kinds = _softmax(numpy.mean([look.birds for look in animals], 0), of_birds)
        sure = score >= THRESHOLD and kinds.max() >= THRESHOLD
        label += " " + (BIRDS[kinds.argmax()] if sure else "undefined")
        score = kinds.max() if sure else score
    return label if score >= THRESHOLD else "undefined", float(score), label


def _softmax(logits, temperature):
    powers = numpy.exp((logits - logits.max()) / temperature)
    return powers / powers.sum()


def table(looks, version):
    """DeepFaune's CSV, with counts."""
    columns = "filename date seqnum predictionbase scorebase prediction score top1 count humancount"
    by_file = {look.file: look for look in looks}
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(columns.split())
    for number, sequence in enumerate(sequences(by_file), 1):
        label, score, top = verdict([by_file[file] for file in sequence], version)
        for file in sequence:
            look = by_file[file]
            base, base_score, _ = verdict([look], version)
            rows.writerow(
                [file, date(file), number, base, _cut(base_score), label, _cut(score), top, look.count(ANIMAL), look.count(PERSON)]
            )
    return text.getvalue()


def _cut(score):
    return int(score * 100) / 100
