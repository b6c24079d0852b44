"""Makes the detector that both sides run: a YOLOv8s with random weights, for the peers' own tools.

Time does not depend on the weights, but on how many boxes a network finds. One fresh from the seed finds
none or thousands, so its normalisations are set from the pictures, and its scores so that 16 cells of 14,490
are confident in a picture on average: a few boxes after suppression, as with a trained detector. One fresh
from the seed also makes much of a pixel that is one level lighter, which a trained one does not, so its
filters are mixed with smooth ones; else the decoders and precisions of the peers could not be compared.
"""

import hashlib
import logging
import pathlib
import shutil

import cv2
import numpy
import torch
from ultralytics import YOLO
from ultralytics.data.augment import LetterBox
from ultralytics.nn.tasks import DetectionModel

SEED = 2  # of a dozen, that with the most even number of boxes a picture
CLASSES = {0: "animal", 1: "person", 2: "vehicle"}
SIZE = 960
HEIGHT, WIDTH = 736, 960  # what 4:3 becomes at 960 with a stride of 32
CONFIDENCE, OVERLAP, MOST = 0.6, 0.7, 300
CONFIDENT_CELLS = 16  # a picture, on average
SMOOTH = 0.35  # share of the smooth filters
SPREAD = 1.0  # of the scores before the sigmoid, in standard deviations


MANIFEST = """\
id = "yolov8s-random"
description = "YOLOv8s with random weights, for measurements"
task = "detector"
file = "model.onnx"
sha256 = "{sha256}"
licence = "AGPL-3.0 (Ultralytics' architecture)"
source = "made by perf/peers/networks.py"
decode = "full"
precision = "f32"

[input]
name = "images"
size = {size}
shape = "rectangular"
stride = 32
placement = "centred"
pad = 114
layout = "nchw"
channels = "rgb"
mean = [0, 0, 0]
deviation = [255, 255, 255]

[head]
kind = "yolo-anchor-free"
output = "output0"

[thresholds]
confidence = {confidence}
overlap = {overlap}
most_boxes = {most}

[classes]
names = ["animal", "person", "vehicle"]
others = "drop"

[classes.categories]
animal = ["animal"]
person = ["person"]
vehicle = ["vehicle"]
"""


SPARROW_MANIFEST = """\
[model]
id = "yolov8s"
file = "model.onnx"
format = "onnx"

[inference]
precision = "fp32"
strategy = "single"

[preprocessing]
method = "letterbox"
input_size = [{width}, {height}]
layout = "nchw"
channel_order = "rgb"
interpolation = "cv2_bilinear"
normalization = "unit"
pad_value = 0.4470588235294118

[postprocessing]
method = "yolo_e2e"
confidence_threshold = {confidence}

[labels]
file = "labels.txt"
format = "one_per_line"
"""


def make(folder, pictures):
    """Makes the networks in `folder`, unless they are there.

    A checkpoint for Ultralytics; ONNX of any size, in a folder with a manifest of Affût's; ONNX of one size
    that suppresses by itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("ultralytics").setLevel(logging.WARNING)
    checkpoint, plain, with_suppression = paths(folder)
    plain.parent.mkdir(exist_ok=True)
    if with_suppression.exists():
        return
    network = YOLO("yolov8s.yaml")
    network.model = generated(pictures)
    network.save(checkpoint)
    shutil.move(YOLO(checkpoint).export(format="onnx", imgsz=(HEIGHT, WIDTH), dynamic=True, simplify=True), plain)
    values = {"sha256": sha256(plain), "size": SIZE, "confidence": CONFIDENCE, "overlap": OVERLAP, "most": MOST}
    (plain.parent / "manifest.toml").write_text(MANIFEST.format(**values))
    exported = YOLO(checkpoint).export(
        format="onnx", imgsz=(HEIGHT, WIDTH), nms=True, conf=CONFIDENCE, iou=OVERLAP, max_det=MOST, simplify=True
    )
    shutil.move(exported, with_suppression)


def paths(folder):
    """The checkpoint, the ONNX file with a size to be set, and the ONNX file that suppresses by itself."""
    return folder / "yolov8s.pt", folder / "yolov8s" / "model.onnx", folder / "yolov8s-nms.onnx"


def zoo(folder, with_suppression):
    """A folder of models as sparrow-engine wants it, with this one in it."""
    place = folder / "yolov8s"
    place.mkdir(parents=True, exist_ok=True)
    (place / "labels.txt").write_text("".join(name + "\n" for name in CLASSES.values()))
    (place / "manifest.toml").write_text(SPARROW_MANIFEST.format(width=WIDTH, height=HEIGHT, confidence=CONFIDENCE))
    if not (place / "model.onnx").exists():
        shutil.copy(with_suppression, place / "model.onnx")
    return folder


def sha256(file):
    return hashlib.sha256(pathlib.Path(file).read_bytes()).hexdigest()


def input_of(picture):
    """The network's input for a file as Ultralytics makes it: f32, 1 x 3 x height x width, RGB, 0 to 1."""
    pixels = LetterBox((SIZE, SIZE), auto=True, stride=32)(image=cv2.imread(str(picture)))
    planes = numpy.ascontiguousarray(pixels[..., ::-1].transpose(2, 0, 1))
    return planes[None].astype(numpy.float32) / 255


def generated(pictures):
    """The network, as Ultralytics has it, set from the pictures."""
    torch.manual_seed(SEED)
    model = _sensible(DetectionModel("yolov8s.yaml", nc=len(CLASSES), verbose=False), pictures)
    model.names = CLASSES
    return model


def _sensible(model, pictures):
    inputs = [torch.from_numpy(input_of(picture)) for picture in pictures]
    for layer in model.modules():
        if isinstance(layer, torch.nn.Conv2d) and layer.kernel_size == (3, 3):
            layer.weight.data = _smoother(layer.weight.data)
    norms = [layer for layer in model.modules() if isinstance(layer, torch.nn.BatchNorm2d)]
    with torch.no_grad():
        for norm in norms:
            norm.momentum = None  # the mean over all inputs
            norm.reset_running_stats()
        model.train()
        for each in inputs[::4]:
            model(each)
        model.eval()
        head = model.model[-1]
        levels = [_scores(model, head, each) for each in inputs]
        for level, branch in enumerate(head.cv3):
            scores = torch.cat([each[level] for each in levels])
            scale = SPREAD / scores.std(0)
            branch[-1].weight *= scale[:, None, None, None]
            branch[-1].bias.copy_((branch[-1].bias - scores.mean(0)) * scale)
            for each in levels:
                each[level] = (each[level] - scores.mean(0)) * scale
        best = torch.cat([torch.cat(each).max(1).values for each in levels])
        threshold = best.topk(CONFIDENT_CELLS * len(inputs)).values[-1]
        for branch in head.cv3:
            branch[-1].bias += torch.logit(torch.tensor(CONFIDENCE)) - threshold
    for norm in norms:
        norm.momentum = 0.03
    return model


def _smoother(filters):
    blur = torch.tensor([1.0, 2.0, 1.0])
    smooth = filters.mean((2, 3), keepdim=True) * blur[:, None] * blur
    return SMOOTH * smooth * (filters.std() / smooth.std()) + (1 - SMOOTH) * filters


def _scores(model, head, each):
    """The scores before the sigmoid, level by level: cells x classes."""
    seen = {}
    hooks = [
        branch.register_forward_hook(lambda _, __, output, level=level: seen.update({level: output}))
        for level, branch in enumerate(head.cv3)
    ]
    model(each)
    for hook in hooks:
        hook.remove()
    return [seen[level][0].flatten(1).T for level in sorted(seen)]
