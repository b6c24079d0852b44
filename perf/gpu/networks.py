"""Makes the networks of a bundle: a YOLOv8s, and a classifier with its bird head, both with made-up weights.

They are those of the comparison with the peers (perf/peers/networks.py and classifiers.py), made there if they
are not there yet. Of the detector there is TorchScript too, for PyTorch on the machine with the GPU.
"""

import argparse
import pathlib
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "perf" / "peers"))

import torch  # noqa: E402
from ultralytics import YOLO  # noqa: E402

import classifiers  # noqa: E402
import networks  # noqa: E402
import pictures  # noqa: E402
import species_rows  # noqa: E402
import store  # noqa: E402

PICTURES = 24
SMALL = {"embed_dim": 384, "depth": 12, "num_heads": 6}  # as ViT-S


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--cache", type=pathlib.Path, required=True, help="the folder of the peers")
    parser.add_argument("--vit", required=True, help="the size of the classifier, or none")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the folder of the bundle's networks")
    arguments = parser.parse_args()
    # The same folder as that of perf/peers/compare.py.
    sums = "-".join(networks.sha256(module.__file__)[:8] for module in (pictures, networks))
    made = arguments.cache / f"made-{sums}"
    files = pictures.make(made / "pictures", PICTURES)
    networks.make(made / "networks", files)
    checkpoint, plain, _ = networks.paths(made / "networks")
    shutil.copytree(plain.parent, arguments.out / "yolov8s", dirs_exist_ok=True)
    traced(checkpoint, arguments.out.parent / "yolov8s.torchscript")
    if arguments.vit != "none":
        classifier(made / f"gpu-vit-{arguments.vit}", arguments.vit, files, arguments)


def traced(checkpoint, target):
    """The detector as PyTorch itself can load it anywhere."""
    model = YOLO(checkpoint).model.eval().fuse()
    model.model[-1].export = True
    model.model[-1].format = "torchscript"
    example = torch.zeros(2, 3, networks.HEIGHT, networks.WIDTH)
    with torch.no_grad():
        model(example)
        torch.jit.trace(model, example, strict=False).save(str(target))


def classifier(made, size, files, arguments):
    classifiers.SHAPES["small"] = SMALL
    version = species_rows.VERSION
    checkpoint, birds = (made / f"{kind}-{size}-{version.name}.pt" for kind in ("vit", "birds"))
    if not birds.exists():
        crops = [species_rows.crop(files[place % len(files)], place) for place in range(species_rows.SETTLED_BY)]
        classifiers.make(made, version, size, crops)
    models = store.Store(made / "store", str(arguments.root.absolute() / "affut"))
    # Copied as files of their own: the store is the peers'.
    folder = models.add(checkpoint, "vit", **classifiers.settings(version, size))
    shutil.copytree(folder, arguments.out.parent / "classifier", dirs_exist_ok=True)
    folder = models.add(birds, "birds", classes="deepfaune-birds", temperature=version.temperatures[-1])
    shutil.copytree(folder, arguments.out.parent / "birds", dirs_exist_ok=True)


if __name__ == "__main__":
    main()
