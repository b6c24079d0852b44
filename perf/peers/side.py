"""The peers' side: a warm process that does one thing at a time, as compare.py asks on standard input.

One JSON object a line in, whose `do` names the operation; one a line out, with the `seconds` that one run
took and whatever else was asked for, or an `error`. The first line, without a question, lists operations
and versions. It speaks the language of io.affut.perf.peer.PeerSide.
"""

import importlib.metadata
import json
import os
import pathlib
import sys
import time

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


class OpenCv:
    """Letterboxing by OpenCV, one thread, into memory that is there already."""

    packages = ["opencv-python-headless"]

    def __init__(self):
        import cv2

        self.cv2 = cv2
        cv2.setNumThreads(1)
        self.file = None

    def _picture(self, file):
        if file != self.file:
            self.picture = self.cv2.cvtColor(self.cv2.imread(file), self.cv2.COLOR_BGR2RGB)
            self.file = file
        return self.picture

    def _shape(self, request):
        """Width and height of the scaled picture, and the padding left, right, above and below it."""
        height, width = self.picture.shape[:2]
        gain = min(request["size"] / width, request["size"] / height)
        width, height = round(width * gain), round(height * gain)
        across, down = (request["size"] - width) % request["stride"], (request["size"] - height) % request["stride"]
        before = [round(pad / 2 - 0.1) for pad in (across, down)]
        return width, height, before[0], across - before[0], before[1], down - before[1]

    def letterbox(self, request):
        import numpy

        cv2, picture = self.cv2, self._picture(request["file"])
        width, height, left, right, top, bottom = self._shape(request)
        scaled = numpy.empty((height, width, 3), numpy.uint8)
        target = numpy.empty((height + top + bottom, width + left + right, 3), numpy.uint8)
        colour = (114, 114, 114)
        start = time.perf_counter()
        for _ in range(request["repeat"]):
            cv2.resize(picture, (width, height), dst=scaled, interpolation=cv2.INTER_LINEAR)
            cv2.copyMakeBorder(scaled, top, bottom, left, right, cv2.BORDER_CONSTANT, dst=target, value=colour)
        return _answer(start, request, target)

    def letterbox_f32(self, request):
        import numpy

        cv2, picture = self.cv2, self._picture(request["file"])
        width, height = self._shape(request)[:2]
        scaled = numpy.empty((height, width, 3), numpy.uint8)
        start = time.perf_counter()
        for _ in range(request["repeat"]):
            cv2.resize(picture, (width, height), dst=scaled, interpolation=cv2.INTER_LINEAR)
            target = cv2.dnn.blobFromImage(scaled, 1 / 255)
        return _answer(start, request, target)


class Pillow:
    """Pillow's antialiased bicubic."""

    packages = ["pillow"]

    def __init__(self):
        from PIL import Image

        self.image = Image
        self.crop = None

    def crop_resize(self, request):
        key = [request[name] for name in ("file", "left", "top", "width", "height")]
        if key != self.crop:
            file, left, top, width, height = key
            self.cut = self.image.open(file).convert("RGB").crop((left, top, left + width, top + height))
            self.cut.load()
            self.crop = key
        size = (request["size"], request["size"])
        start = time.perf_counter()
        for _ in range(request["repeat"]):
            target = self.cut.resize(size, self.image.BICUBIC)
        seconds = time.perf_counter()
        import numpy

        return _answer(start, request, numpy.asarray(target), seconds)


class OpenVino:
    """OpenVINO's own Python: tensors that are there already, shared and not copied."""

    packages = ["openvino"]

    def __init__(self):
        self.compiled = {}
        self.inputs = {}

    def network(self, request):
        import networks
        import openvino

        if request["file"] not in self.inputs:
            self.inputs = {request["file"]: networks.input_of(request["file"])}
        pixels = self.inputs[request["file"]]
        key = request["model"], request["precision"], pixels.shape
        if key not in self.compiled:
            core = openvino.Core()
            model = core.read_model(pathlib.Path(request["model"]) / "model.onnx")
            model.reshape(list(pixels.shape))
            settings = {
                "PERFORMANCE_HINT": "LATENCY",
                "INFERENCE_PRECISION_HINT": request["precision"],
                "INFERENCE_NUM_THREADS": CORES,
            }
            compiled = core.compile_model(model, "CPU", settings)
            self.compiled[key] = compiled, compiled.create_infer_request()
        compiled, infer = self.compiled[key]
        start = time.perf_counter()
        for _ in range(request["repeat"]):
            outputs = infer.infer({0: pixels}, share_inputs=True, share_outputs=True)
        answer = _answer(start, request, outputs[0])
        answer["precision"] = compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name()
        return answer


class Ultralytics:
    """What DeepFaune's software runs: `predict`, file by file."""

    packages = ["ultralytics", "torch", "opencv-python-headless"]

    def __init__(self):
        self.model = None

    def detect(self, request):
        if self.model is None:
            import torch
            from ultralytics import YOLO

            torch.set_num_threads(CORES)
            self.model = YOLO(request["checkpoint"])
        boxes = {}
        start = time.perf_counter()
        for file in request["files"]:
            options = {"conf": request["confidence"], "iou": request["overlap"], "imgsz": request["size"]}
            boxes[file] = self.model.predict(file, verbose=False, **options)[0]
        seconds = (time.perf_counter() - start) / len(boxes)
        answer = {"seconds": seconds}
        if request.get("boxes"):
            answer["boxes"] = {file: self._boxes(found) for file, found in boxes.items()}
        return answer

    @staticmethod
    def _boxes(found):
        corners, classes, confidences = (values.tolist() for values in (found.boxes.xyxyn, found.boxes.cls, found.boxes.conf))
        return [[found.names[int(c)], p, *box] for c, p, box in zip(classes, confidences, corners)]


class DeepFaune:
    """All that DeepFaune's software does with a picture, in the order and the batches in which it does it."""

    packages = ["ultralytics", "timm", "torch", "pillow", "opencv-python-headless"]

    def __init__(self):
        self.detector = None

    def species(self, request):
        import deepfaune

        if self.detector is None:
            self.detector = deepfaune.Detector(request["detector"], request["confidence"])
            self.classifier = _classifier(request)
        looks = []
        start = time.perf_counter()
        for batch in deepfaune.batches(request["files"]):
            found = [self.detector.look(file) for file in batch]
            deepfaune.name(found, self.classifier)
            looks += found
        answer = {"seconds": (time.perf_counter() - start) / len(looks)}
        if request.get("boxes"):
            answer["boxes"] = {look.file: self._boxes(look) for look in looks}
            answer["logits"] = {
                look.file: {"classes": look.logits.tolist(), "birds": look.birds.tolist()} for look in looks if look.logits is not None
            }
        return answer

    def _boxes(self, look):
        height, width = look.picture.shape[:2]
        names = self.detector.network.names
        scale = (width, height, width, height)
        return [[names[int(row[5])], row[4], *(side / length for side, length in zip(row, scale))] for row in look.boxes.tolist()]


class Timm:
    """timm's classifier alone, on a batch that is there already."""

    packages = ["timm", "torch"]

    def __init__(self):
        self.classifier = None

    def classify(self, request):
        import deepfaune
        import numpy
        import torch

        if self.classifier is None:
            self.classifier = _classifier(request)
        size = self.classifier.version.size
        pixels = numpy.fromfile(request["crops"], numpy.uint8).reshape(-1, size, size, 3)
        batch = torch.stack([deepfaune.normalised(crop) for crop in pixels])
        start = time.perf_counter()
        for _ in range(request["repeat"]):
            with torch.no_grad():
                logits = self.classifier.network(batch)
        answer = _answer(start, request, logits.numpy())
        return {"seconds": answer["seconds"] / len(batch)}


class Sparrow:
    """sparrow-engine on all files with one call, as its users call it."""

    packages = ["sparrow-engine", "onnxruntime"]

    def __init__(self):
        self.engine = None

    def detect(self, request):
        if self.engine is None:
            import sparrow_engine

            self.engine = sparrow_engine
            sparrow_engine.init("cpu", request["zoo"])
        start = time.perf_counter()
        found = self.engine.detect(request["files"], model="yolov8s", threshold=request["confidence"])
        seconds = (time.perf_counter() - start) / len(request["files"])
        if len(found) != len(request["files"]):
            raise RuntimeError(f"{len(found)} results for {len(request['files'])} files")
        answer = {"seconds": seconds}
        if request.get("boxes"):
            # It sorts the files.
            answer["boxes"] = {file: self._boxes(each) for file, each in zip(sorted(request["files"]), found)}
        return answer

    @staticmethod
    def _boxes(found):
        corners = [(each.bbox.x_min, each.bbox.y_min, each.bbox.x_max, each.bbox.y_max) for each in found.detections]
        return [[each.label, each.confidence, *box] for each, box in zip(found.detections, corners)]


PEERS = {peer.__name__.lower(): peer for peer in (OpenCv, Pillow, OpenVino, Ultralytics, DeepFaune, Timm, Sparrow)}


def _classifier(request):
    import deepfaune
    import torch

    torch.set_num_threads(CORES)
    return deepfaune.Classifier(deepfaune.VERSIONS[request["version"]], request["classifier"], request["bird_head"], request["shape"])


def _answer(start, request, output, end=None):
    seconds = ((end or time.perf_counter()) - start) / request["repeat"]
    if "save" in request:
        pathlib.Path(request["save"]).write_bytes(output.tobytes())
    return {"seconds": seconds}


def main():
    # Libraries that print must not disturb the answers.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    peer = PEERS[sys.argv[1]]()
    operations = sorted(name for name in vars(type(peer)) if not name.startswith("_") and name != "packages")
    versions = {package: importlib.metadata.version(package) for package in peer.packages}
    print(json.dumps({"operations": operations, "versions": versions}), file=out, flush=True)
    for line in sys.stdin:
        try:
            request = json.loads(line)
            answer = getattr(peer, request["do"])(request)
        except Exception as e:
            answer = {"error": f"{type(e).__name__}: {e}"}
        print(json.dumps(answer), file=out, flush=True)


if __name__ == "__main__":
    main()
