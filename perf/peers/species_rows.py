"""The rows with a classifier: ViT-L of DeepFaune's layout with generated weights, beside what DeepFaune runs."""

import numpy
from PIL import Image

import agreement
import classifiers
import deepfaune
import networks
import rows
import sides
import store

VERSION = deepfaune.VERSIONS["1.5"]
SIZE = "large"
SETTLED_BY = 12  # crops that the weights of the last layers are set from
CROPS = 8  # that are classified together, by both
CONFIDENCE = 0.5  # of boxes: less than the detector's own, so that most pictures have an animal
PICTURES = 12
SIDE = 900  # of crops out of the middle of pictures


class WithClassifier(rows.Row):
    """A row that needs the classifier. It is made at the first one, and takes 2.5 GB."""

    at_most = False
    pairs, quick_pairs = 10, 3
    warmups = 1
    slow = True

    def start(self):
        made = self.setting.checkpoint.parent.parent / f"classifiers-{networks.sha256(classifiers.__file__)[:8]}"
        self.checkpoint, self.birds = (made / f"{kind}-{SIZE}-{VERSION.name}.pt" for kind in ("vit", "birds"))
        if not self.birds.exists():
            pictures = self.setting.pictures
            crops = [crop(pictures[place % len(pictures)], place) for place in range(SETTLED_BY)]
            classifiers.make(made, VERSION, SIZE, crops)
        models = store.Store(made / "store", self.setting.affut)
        self.model = models.add(self.checkpoint, "vit", **classifiers.settings(VERSION, SIZE))
        self.bird_model = models.add(self.birds, "birds", classes="deepfaune-birds", temperature=VERSION.temperatures[-1])
        super().start()

    def original(self):
        """What the original's side needs of the classifier."""
        return {"version": VERSION.name, "classifier": str(self.checkpoint), "bird_head": str(self.birds), "shape": classifiers.SHAPES[SIZE]}


def crop(file, place):
    """A square out of a picture, somewhere in the middle."""
    with Image.open(file) as picture:
        left, top = 200 + 211 * place % 2700, 100 + 307 * place % 1900
        return picture.convert("RGB").crop((left, top, left + SIDE, top + SIDE))


class AgainstDeepFaune(WithClassifier):
    name = "species_end_to_end_vs_deepfaune_stack"
    what = (
        "12-megapixel JPEGs with animals to the logits of the best one: YOLOv8s at 960 and ViT-L/16 at 224 with its bird head, f32:"
        " our pictures a second / Ultralytics' `predict` file by file, Pillow and timm eight at a time as DeepFaune runs them, torch threads = cores"
    )
    peer, target = "deepfaune", 6

    # A side that is a hair on the other side of a whole pixel makes a crop a pixel larger, which moved logits by 0.4.
    most = 0.5

    def agree(self):
        """Both find the same boxes in all pictures; those with an animal in them are measured."""
        everything = [str(file) for file in self.setting.pictures]
        ours, theirs = self._ours(everything, boxes=True), self._theirs(everything, boxes=True)
        found = agreement.boxes(ours["boxes"], theirs["boxes"], CONFIDENCE, agreement.SAME_PIXELS)
        if ours["logits"].keys() != theirs["logits"].keys():
            raise agreement.Disagreement("the sides classify crops of different pictures")
        self.files = sorted(ours["logits"])[:PICTURES]
        if not self.files:
            raise agreement.Disagreement("no picture has an animal to compare")
        self.details["crops"] = len(self.files)
        values = (numpy.array([side["logits"][file]["classes"] + side["logits"][file]["birds"] for file in self.files]) for side in (ours, theirs))
        return {**found, "logits": agreement.values(*values, self.most, "logits")}

    def ours(self):
        answer = self._ours(self.files)
        self.details["precision"] = answer["precision"]
        self.details["peak_memory_bytes"] = self.affut.peak_memory()
        return answer["seconds"]

    def theirs(self):
        seconds = self._theirs(self.files)["seconds"]
        self.details["their_peak_memory_bytes"] = self.other.peak_memory()
        return seconds

    def _ours(self, files, **more):
        return self.affut.ask(
            "detect", model=str(self.setting.model), classifier=str(self.model), bird_head=str(self.bird_model),
            files=files, confidence=CONFIDENCE, precision="f32", **more,
        )  # fmt: skip

    def _theirs(self, files, **more):
        return self.other.ask(
            "species", detector=str(self.setting.checkpoint), **self.original(), files=files, confidence=CONFIDENCE, **more
        )


class VitF32(WithClassifier):
    name = "vit_batch_f32_vs_timm"
    what = "ViT-L/16 at 224, eight crops as one batch, f32, all cores: our crops a second / timm's, f32, torch threads = cores"
    peer, target = "timm", 2
    precision, repeat = "f32", 1
    most = 0.01  # of logits of some 20

    def start(self):
        super().start()
        pixels = [crop(self.setting.pictures[place], place).resize((VERSION.size,) * 2, Image.BICUBIC) for place in range(CROPS)]
        self.crops = self.model.parent.parent / "crops.bin"
        self.crops.write_bytes(numpy.stack([numpy.asarray(each) for each in pixels]).tobytes())

    def agree(self):
        ours = self._saved(self.affut, "classify", numpy.float32, **self._ours())
        theirs = self._saved(self.other, "classify", numpy.float32, **self._theirs())
        return agreement.values(ours, theirs, self.most, "logits")

    def ours(self):
        answer = self.affut.ask("classify", **self._ours())
        if answer["precision"] != self.precision:
            raise sides.SideError(f"our classifier computes in {answer['precision']} when asked for {self.precision}")
        self.details["precision"] = answer["precision"]
        return answer["seconds"]

    def theirs(self):
        return self.other.ask("classify", **self._theirs())["seconds"]

    def _ours(self):
        return {"model": str(self.model), "crops": str(self.crops), "precision": self.precision, "repeat": self.repeat}

    def _theirs(self):
        return {**self.original(), "crops": str(self.crops), "repeat": self.repeat}


class VitBf16(VitF32):
    name = "vit_batch_bf16_vs_timm"
    what = "the same, ours in bf16 / timm's in f32, as the original software runs it"
    target = 7
    precision = "bf16"
    most = 1  # of logits of some 20; 0.35 was found

    def start(self):
        if not any("bf16" in flag for flag in self.setting.flags):
            raise sides.SideError("this processor does not compute in bf16 (avx512_bf16 or amx_bf16), so there is nothing to compare")
        super().start()


ROWS = (AgainstDeepFaune, VitF32, VitBf16)
