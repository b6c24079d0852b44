"""What Affût alone is held to: times, memory and allocation, against fixed limits instead of a peer."""

import json
import pathlib
import subprocess
import tempfile
import time

import agreement
import networks
import sides


class Figure:
    """One figure with its limit. `measure` returns one sample."""

    name = what = unit = None
    limit = None
    samples, quick_samples = 20, 5
    warmups = 1

    def __init__(self, setting):
        self.setting = setting
        self.details = {}

    def start(self):
        pass

    def agree(self):
        """What is said of the agreement of the outputs; none where nothing is computed."""
        return {}

    def measure(self):
        raise NotImplementedError

    def close(self):
        pass


class Laptop(Figure):
    """The processor of a laptop: no instructions newer than AVX2."""

    unit = "s"
    sets = ("AVX2", "AVX2_VNNI")  # the second where the network does not compile with the first
    size = networks.SIZE

    def start(self):
        log = self.setting.cache / "log.txt"
        for self.set in self.sets:
            self.affut = sides.affut(self.setting.jar, log, {"ONEDNN_MAX_CPU_ISA": self.set})
            try:
                self.measure()
                break
            except sides.SideError:
                self.affut.close()
                if self.set == self.sets[-1]:
                    raise
        self.details["ONEDNN_MAX_CPU_ISA"] = self.set

    def detect(self, files, **more):
        return self.affut.ask(
            "detect",
            model=str(self.setting.model),
            files=[str(file) for file in files],
            confidence=networks.CONFIDENCE,
            precision="f32",
            one_by_one=True,
            **more,
        )

    def close(self):
        self.affut.close()


class LaptopNetwork(Laptop):
    name = "laptop_network_seconds"
    what = "YOLOv8s on 736x960 alone, f32, AVX2, all cores, latency hint"
    limit = 0.6

    def measure(self):
        request = {"model": str(self.setting.model), "file": str(self.setting.pictures[0])}
        return self.affut.ask("network", **request, precision="f32", hint="latency", repeat=2)["seconds"]


class LaptopPicture(Laptop):
    name = "laptop_picture_seconds"
    what = "a 12-megapixel JPEG to boxes, one after the other, YOLOv8s at 960, full decode, f32, AVX2, all cores"
    limit = 0.7

    def measure(self):
        return self.detect(self.setting.pictures[:2])["seconds"]


class LaptopPicture640(Laptop):
    name = "laptop_picture_640_seconds"
    what = "the same with `--set size=640`"
    limit = 0.33

    def measure(self):
        return self.detect(self.setting.pictures[:2], size=640)["seconds"]

    def agree(self):
        """A smaller input finds other boxes: told, not judged."""
        files = self.setting.pictures[::3]
        small, large = (self.detect(files, boxes=True, **more)["boxes"] for more in ({"size": 640}, {}))
        return agreement.loss(small, large, networks.CONFIDENCE)


class Program(Figure):
    """The program as a user starts it, set up."""

    unit = "s"
    warmups = 2

    def start(self):
        self.folder = tempfile.TemporaryDirectory()
        subprocess.run([self.setting.affut, "setup"], check=True, capture_output=True)

    def run(self, *arguments):
        subprocess.run([self.setting.affut, *arguments], check=True, capture_output=True, cwd=self.folder.name)

    def close(self):
        self.folder.cleanup()


class Version(Program):
    name = "version_seconds"
    what = "`affut --version`"
    limit = 0.25

    def measure(self):
        begin = time.perf_counter()
        self.run("--version")
        return time.perf_counter() - begin


class ColdRun(Program):
    name = "cold_run_seconds"
    what = "`affut run one.jpg` of 12 megapixels with the default model"
    limit = 1.0

    def measure(self):
        begin = time.perf_counter()
        self.run("run", str(self.setting.pictures[0]), "-o", "one.json", "--overwrite")
        return time.perf_counter() - begin


class SteadyWork(Program):
    """What `affut bench` says of its own process; one of its runs serves all figures of a model."""

    samples, quick_samples, warmups = 3, 1, 0
    seconds = {True: (15, 15), False: (30, 30)}  # by quick: warm-up, measured

    def model(self):
        """The options that choose the model."""
        return ()

    def start(self):
        super().start()
        self.taken = 0

    def bench(self):
        self.taken += 1
        key = (*self.model(), self.taken)
        if key not in self.setting.benches:
            warmup, length = self.seconds[self.setting.quick]
            file = pathlib.Path(self.folder.name) / "bench.json"
            pictures = str(self.setting.pictures[0].parent)
            self.run("bench", pictures, *self.model(), "--warmup", str(warmup), "--seconds", str(length), "--json", str(file))
            self.setting.benches[key] = json.loads(file.read_text())
        return self.setting.benches[key]


class HeapDefault(SteadyWork):
    name = "heap_default_kib"
    what = "Java heap allocated for a picture in steady work, default model"
    unit, limit = "KiB", 64

    def measure(self):
        return self.bench()["allocated_bytes_per_picture"] / 1024


class MemoryDefault(SteadyWork):
    name = "memory_default_mb"
    what = "most memory of the process in steady work, default model"
    unit, limit = "MB", 400

    def measure(self):
        return self.bench()["peak_rss_bytes"] / 1e6


class Yolo(SteadyWork):
    """With YOLOv8s at 960."""

    def model(self):
        return ("--detector", str(self.setting.model))


class HeapYolo(Yolo, HeapDefault):
    name = "heap_yolov8s_kib"
    what = "the same with YOLOv8s at 960"


class MemoryYolo(Yolo, MemoryDefault):
    name = "memory_yolov8s_mb"
    what = "the same with YOLOv8s at 960"
    limit = 700


FIGURES = (
    LaptopNetwork,
    LaptopPicture,
    LaptopPicture640,
    Version,
    ColdRun,
    HeapDefault,
    MemoryDefault,
    HeapYolo,
    MemoryYolo,
)
