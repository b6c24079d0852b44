"""The rows of the comparison: what each side does, how the answers are compared, and the target.

A row asks both sides for the same thing in turn. `ours` and `theirs` return the seconds that one run took.
"""

import numpy

import agreement
import networks
import sides

SMALL = 0.05  # seconds; work that takes less is repeated within a sample


class Row:
    """One ratio. `at_most` says whether it must not exceed the target, or must reach it."""

    name = what = peer = None
    target = None
    at_most = True
    pairs, quick_pairs = 20, 20
    warmups = 3
    slow = False  # a quick run leaves it out, unless it is named

    def __init__(self, setting):
        self.setting = setting
        self.details = {}

    def start(self):
        """Starts both sides."""
        log = self.setting.cache / "log.txt"
        self.affut = sides.affut(self.setting.jar, log)
        self.other = sides.peer(self.peer, log) if self.peer else None

    def agree(self):
        """Compares what both sides put out; raises Disagreement, or returns what was compared."""
        raise NotImplementedError

    def ours(self):
        raise NotImplementedError

    def theirs(self):
        raise NotImplementedError

    def samples(self, pairs, until):
        """Pairs of what both sides took, in turn, the first of a pair changing; fewer when time runs out."""
        found = []
        while len(found) < pairs and until.has_time(len(found)):
            if len(found) % 2:
                theirs = self.theirs()
                found.append((self.ours(), theirs))
            else:
                found.append((self.ours(), self.theirs()))
        return found

    def ratio(self, ours, theirs):
        """A ratio of times, or of pictures a second where more is better."""
        return ours / theirs if self.at_most else theirs / ours

    def versions(self):
        both = {"java": self.affut.greeting["java"]}
        return {**both, **(self.other.greeting["versions"] if self.other else {})}

    def close(self):
        for side in (getattr(self, "affut", None), getattr(self, "other", None)):
            if side:
                side.close()

    def _saved(self, side, do, dtype, **request):
        file = self.setting.cache / f"{side.name}.out"
        side.ask(do, **request, save=str(file))
        values = numpy.fromfile(file, dtype)
        file.unlink()
        return values


class Kernel(Row):
    """The same operation on one picture, repeated."""

    pairs, quick_pairs = 40, 20
    warmups = 10
    do = dtype = most = None

    def request(self):
        raise NotImplementedError

    def agree(self):
        ours, theirs = (self._saved(side, self.do, self.dtype, repeat=1, **self.request()) for side in (self.affut, self.other))
        self.repeat = max(1, round(SMALL / self.other.ask(self.do, repeat=3, **self.request())["seconds"]))
        return agreement.values(ours, theirs, self.most, "values")

    def ours(self):
        return self.affut.ask(self.do, repeat=self.repeat, **self.request())["seconds"]

    def theirs(self):
        return self.other.ask(self.do, repeat=self.repeat, **self.request())["seconds"]


class Letterbox(Kernel):
    name = "letterbox_vs_opencv"
    what = "letterbox of 4000x3000 to 960x720 in 960x736, u8, one thread, memory that is there already: our time / OpenCV `resize` + `copyMakeBorder`"
    peer, target = "opencv", 1.0
    do, dtype, most = "letterbox", numpy.uint8, 0

    def request(self):
        return {"file": str(self.setting.pictures[0]), "size": networks.SIZE, "stride": 32}


class LetterboxF32(Kernel):
    name = "letterbox_f32_vs_opencv"
    what = "4000x3000 to 960x720 in planar f32, 0 to 1, one thread: our time / OpenCV `resize` + `blobFromImage`"
    peer, target = "opencv", 0.7
    # A level is 1/255; the last bit of the division may differ.
    do, dtype, most = "letterbox_f32", numpy.float32, 1e-6

    def request(self):
        # 960 and 720 are multiples of the stride: nothing is padded.
        return {"file": str(self.setting.pictures[0]), "size": networks.SIZE, "stride": 240}


class CropResize(Kernel):
    name = "crop_resize_vs_pillow"
    what = "1000x1000 pixels of a picture to 182x182, antialiased bicubic, u8, one thread: our time / Pillow `resize`"
    peer, target = "pillow", 0.5
    do, dtype, most = "crop_resize", numpy.uint8, 1

    def request(self):
        crop = {"left": 1200, "top": 900, "width": 1000, "height": 1000}
        return {"file": str(self.setting.pictures[0]), "size": 182, **crop}


class Network(Row):
    name = "network_vs_openvino"
    what = "YOLOv8s on 736x960 alone, f32, all cores, latency hint: our time / OpenVINO's Python `infer`"
    peer, target = "openvino", 1.05
    pairs, quick_pairs = 30, 20
    repeat = 4

    def request(self, **more):
        return {
            "model": str(self.setting.model),
            "file": str(self.setting.pictures[0]),
            "precision": "f32",
            "hint": "latency",
            **more,
        }

    def agree(self):
        ours, theirs = (self._saved(side, "network", numpy.float32, **self.request(repeat=1)) for side in (self.affut, self.other))
        rows = 4 + len(networks.CLASSES)
        ours, theirs = (values.reshape(rows, -1) for values in (ours, theirs))
        return {
            "boxes_in_pixels": agreement.values(ours[:4], theirs[:4], 0.1, "boxes"),
            "scores": agreement.values(ours[4:], theirs[4:], 1e-3, "scores"),
        }

    def ours(self):
        return self._seconds(self.affut, "ours")

    def theirs(self):
        return self._seconds(self.other, "theirs")

    def _seconds(self, side, whose):
        answer = side.ask("network", **self.request(repeat=self.repeat))
        self.details.setdefault("precision", {})[whose] = answer["precision"]
        return answer["seconds"]


class EndToEnd(Row):
    """Files to boxes; pictures a second."""

    at_most = False
    pairs, quick_pairs = 20, 10
    warmups = 1
    every = 3  # of the pictures; more pairs say more than more pictures

    def start(self):
        super().start()
        self.files = [str(file) for file in self.setting.pictures[:: self.every]]
        self.allocated = []

    def ours(self):
        answer = self._detect(self.files)
        self.allocated.append(answer["allocated"])
        self.details["precision"] = answer["precision"]
        self.details["heap_bytes_a_picture"] = sorted(self.allocated)[len(self.allocated) // 2]
        return answer["seconds"]

    def tolerance(self):
        """That of a decoder like ours."""
        return agreement.SAME_PIXELS if self.setting.precision == "f32" else agreement.OTHER_PRECISION

    def _detect(self, files, **more):
        return self.affut.ask(
            "detect",
            model=str(self.setting.model),
            files=files,
            confidence=networks.CONFIDENCE,
            precision=self.setting.precision,
            **more,
        )


class AgainstPeer(EndToEnd):
    """The same files through another program."""

    def request(self, files, **more):
        raise NotImplementedError

    def agree(self):
        ours = self._detect(self.files, boxes=True)["boxes"]
        theirs = self.other.ask("detect", **self.request(self.files, boxes=True))["boxes"]
        return agreement.boxes(ours, theirs, networks.CONFIDENCE, self.tolerance())

    def ours(self):
        seconds = super().ours()
        self.details["peak_memory_bytes"] = self.affut.peak_memory()
        return seconds

    def theirs(self):
        return self.other.ask("detect", **self.request(self.files))["seconds"]


class AgainstUltralytics(AgainstPeer):
    name = "end_to_end_vs_ultralytics"
    what = "12-megapixel JPEGs to boxes, YOLOv8s at 960: our pictures a second / Ultralytics' `predict` file by file, torch threads = cores"
    peer, target = "ultralytics", 6

    def request(self, files, **more):
        limits = {"confidence": networks.CONFIDENCE, "overlap": networks.OVERLAP, "size": networks.SIZE}
        return {"checkpoint": str(self.setting.checkpoint), "files": files, **limits, **more}


class AgainstSparrow(AgainstPeer):
    name = "end_to_end_vs_sparrow"
    what = "the same: our pictures a second / sparrow-engine's `detect` on the list of files; the same weights on the same 736x960, suppression in its graph"
    peer, target = "sparrow", 5

    def request(self, files, **more):
        return {"zoo": str(self.setting.zoo), "files": files, "confidence": networks.CONFIDENCE, **more}

    def tolerance(self):
        # It decodes JPEG with another library.
        return agreement.OTHER_PIXELS if self.setting.precision == "f32" else agreement.OTHER_PRECISION


class AgainstBound(EndToEnd):
    name = "end_to_end_vs_bound"
    what = "our pictures a second / 1 / (decode s + letterbox s + network s), each alone: decode and letterbox one-thread times / cores, network at its best throughput on all cores"
    target = 0.90

    def __init__(self, setting):
        super().__init__(setting)
        self.parts = {"decode": [], "letterbox": [], "network": []}

    def agree(self):
        first, again = (self._detect(files, boxes=True)["boxes"] for files in (self.files, self.files[::-1]))
        return agreement.boxes(first, again, networks.CONFIDENCE, agreement.SAME_PIXELS)

    def samples(self, pairs, until):
        """The bound of a run is the mean of those before and after it."""
        found, before = [], self.theirs()
        while len(found) < pairs and until.has_time(len(found)):
            ours, after = self.ours(), self.theirs()
            found.append((ours, (before + after) / 2))
            before = after
        return found

    def theirs(self):
        """The parts, each measured alone."""
        parts = {
            "decode": self.affut.ask("decode", files=self.files)["seconds"] / self.setting.cores,
            "letterbox": self._letterbox() / self.setting.cores,
            "network": min(self._network(hint) for hint in ("latency", "throughput")),
        }
        for name, seconds in parts.items():
            self.parts[name].append(seconds)
        self.details["parts_seconds"] = {name: float(numpy.median(samples)) for name, samples in self.parts.items()}
        return sum(parts.values())

    def _letterbox(self):
        return self.affut.ask("letterbox", file=self.files[0], size=networks.SIZE, stride=32, repeat=10)["seconds"]

    def _network(self, hint):
        request = {"model": str(self.setting.model), "file": self.files[0], "precision": self.setting.precision}
        return self.affut.ask("network", **request, hint=hint, repeat=12)["seconds"]


class Reduced(EndToEnd):
    name = "reduced_vs_full_decode"
    what = "12-megapixel JPEGs to boxes, YOLOv8s at 960: pictures a second with `--decode reduced` / with full decode"
    target = 1.0

    def agree(self):
        """Other pixels give other boxes: told, not judged."""
        reduced, full = (self._detect(self.files, boxes=True, decode=decode)["boxes"] for decode in ("reduced", "full"))
        return agreement.loss(reduced, full, networks.CONFIDENCE)

    def ours(self):
        return self._detect(self.files, decode="reduced")["seconds"]

    def theirs(self):
        return self._detect(self.files)["seconds"]


ROWS = (Network, AgainstBound, AgainstUltralytics, AgainstSparrow, Letterbox, LetterboxF32, CropResize, Reduced)
