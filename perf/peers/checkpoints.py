"""Converts checkpoints of full size and compares what the networks compute before and after.

The original packages make them with random weights: YOLOv8s, YOLO11s, a YOLOv5x6, and both of DeepFaune's ViT-L in
DeepFaune's layouts. `affut import` converts each; PyTorch computes with the checkpoint, ONNX Runtime and OpenVINO
with what came out, all in f32. Started by `checkpoints`; writes perf/results/checkpoints.md and .json.
"""

import argparse
import gc
import importlib
import importlib.metadata
import json
import os
import pathlib
import subprocess
import sys
import time

import numpy
import torch

import machine

SEED = 5
MB = 1e6
LOGITS = 1e-3  # of some 10 at most; 24 blocks in another order of sums
PIXELS, SCORES = 0.1, 1e-3  # of boxes of some hundred pixels


def main():
    parser = argparse.ArgumentParser(prog="checkpoints", description=__doc__)
    parser.add_argument("--only", metavar="NAME,...", help="of " + ", ".join(NETWORKS))
    for internal in ("--root", "--cache"):
        parser.add_argument(internal, type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    folder = arguments.cache / "checkpoints"
    folder.mkdir(parents=True, exist_ok=True)
    commit, changed = machine.commit(arguments.root)
    result = {"commit": commit, "changed_since_commit": changed, "machine": machine.describe(), "networks": {}}
    packages = ("torch", "ultralytics", "timm", "yolov5", "onnxruntime", "openvino")
    result["versions"] = {package: importlib.metadata.version(package) for package in packages}
    for name in arguments.only.split(",") if arguments.only else NETWORKS:
        print(f"[{time.strftime('%H:%M:%S')}] {name}", file=sys.stderr, flush=True)
        result["networks"][name] = examine(name, folder, str(arguments.root / "affut"))
        gc.collect()
    results = arguments.root / "perf" / "results"
    (results / "checkpoints.json").write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    (results / "checkpoints.md").write_text(markdown(result))
    print(markdown(result))


def examine(name, folder, affut):
    make, values, kind, options = NETWORKS[name]
    torch.manual_seed(SEED)
    file, onnx = folder / f"{name}.pt", folder / f"{name}.onnx"
    given = values()
    with torch.no_grad():
        model = make(file)
        begin = time.perf_counter()
        wanted = model(torch.from_numpy(given))
        seconds = time.perf_counter() - begin
    wanted = [tensor.numpy() for tensor in (wanted if isinstance(wanted, (list, tuple)) else [wanted])]
    del model
    gc.collect()
    for old in folder.glob(f"{name}.onnx*"):
        old.unlink()
    took, peak = timed([affut, "import", str(file), "-o", str(onnx), *options])
    entry = {
        "checkpoint_bytes": file.stat().st_size,
        "onnx_bytes": sum(part.stat().st_size for part in folder.glob(f"{name}.onnx*")),
        "conversion_seconds": took,
        "conversion_peak_bytes": peak,
        "input": list(given.shape),
        "torch_seconds": seconds,
    }
    for runtime in (onnx_runtime, open_vino):
        begin = time.perf_counter()
        found = runtime(onnx, given)
        entry[runtime.__name__] = kind(wanted, found)
        gc.collect()
    if not os.environ.get("AFFUT_KEEP"):
        file.unlink()
        for part in folder.glob(f"{name}.onnx*"):
            part.unlink()
    return entry


def timed(command):
    """Seconds, and the most memory that the process had, in bytes.

    Looked up while it runs: what the system tells at its end counts the memory of this process too, out of
    which it was made.
    """
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        most = machine.fields(f"/proc/{process.pid}/status").get("VmHWM")
        peak = int(most.split()[0]) * 1024 if most else peak
        time.sleep(0.01)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return time.perf_counter() - begin, peak


def onnx_runtime(onnx, given):
    import onnxruntime

    session = onnxruntime.InferenceSession(onnx)
    return session.run(None, {session.get_inputs()[0].name: given})


def open_vino(onnx, given):
    import openvino

    core = openvino.Core()
    model = core.read_model(onnx)
    model.reshape(list(given.shape))
    compiled = core.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    found = compiled({0: given})
    return [found[port] for port in compiled.outputs]


def boxes_and_scores(wanted, found):
    """YOLOv8 and YOLO11: rows of boxes, then of scores. YOLOv5: columns."""
    wanted, found = wanted[0], found[0]
    assert wanted.shape == found.shape, (wanted.shape, found.shape)
    if wanted.shape[1] > wanted.shape[2]:
        wanted, found = wanted.transpose(0, 2, 1), found.transpose(0, 2, 1)
    off = numpy.abs(wanted.astype(numpy.float64) - found)
    worst = {"boxes_in_pixels": float(off[:, :4].max()), "scores": float(off[:, 4:].max())}
    return {**worst, "right": worst["boxes_in_pixels"] <= PIXELS and worst["scores"] <= SCORES}


def logits(limit):
    def compared(wanted, found):
        off = float(numpy.abs(wanted[0].astype(numpy.float64) - found[0]).max())
        same = bool((wanted[0].argmax(1) == found[0].argmax(1)).all())
        return {"logits": off, "largest_logit": float(numpy.abs(wanted[0]).max()), "right": same and off <= limit}

    return compared


# ---- How the original packages make them --------------------------------------------------------


def unsettled(model):
    """Normalisations as training leaves them: none is neutral."""
    for layer in model.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.running_mean.normal_(0, 0.1)
            layer.running_var.uniform_(0.5, 1.5)
            layer.weight.data.uniform_(0.8, 1.2)
            layer.bias.data.normal_(0, 0.1)
    return model.eval()


def ultralytics(configuration):
    def make(file):
        from ultralytics import YOLO
        from ultralytics.nn.tasks import DetectionModel

        network = YOLO(configuration)
        network.model = unsettled(DetectionModel(configuration, nc=3, verbose=False)).half()
        network.model.names = {0: "animal", 1: "person", 2: "vehicle"}
        network.save(file)
        model = network.model.float()
        return lambda given: model(given)[0]

    return make


def yolov5(file):
    """MegaDetector's checkpoints name the modules of YOLOv5's repository, which the package calls otherwise."""
    model_of = importlib.import_module("yolov5.models.yolo")
    for name in [name for name in sys.modules if name.startswith("yolov5.")]:
        sys.modules.setdefault(name.removeprefix("yolov5."), sys.modules[name])
    folder = pathlib.Path(model_of.__file__).parent
    model = unsettled(model_of.DetectionModel(str(folder / "hub" / "yolov5x6.yaml"), nc=3)).half()
    model.names = {0: "animal", 1: "person", 2: "vehicle"}
    for module in model.modules():
        kind = type(module)
        kind.__module__ = kind.__module__.removeprefix("yolov5.")
    torch.save({"epoch": -1, "model": model, "ema": None, "optimizer": None}, file)
    model = model.float()
    return lambda given: model(given)[0]


def vision_transformer(backbone, classes, **options):
    def make(file):
        import timm

        model = timm.create_model(backbone, pretrained=False, num_classes=classes, **options).eval()
        for name, weight in model.named_parameters():
            if "gamma" in name:  # LayerScale begins at nearly nothing
                weight.data.uniform_(0.05, 0.5)
            elif weight.ndim == 1:
                weight.data.add_(torch.randn_like(weight) * 0.05)
        state = {"base_model." + name: tensor for name, tensor in model.state_dict().items()}
        torch.save({"args": {"backbone": backbone, "num_classes": classes}, "state_dict": state}, file)
        return model

    return make


def pictures(*shape):
    """Values from 0 to 1 that are smooth here and noisy there."""

    def values():
        random = numpy.random.default_rng(SEED)
        coarse = random.random((shape[0], 3, shape[2] // 8, shape[3] // 8), numpy.float32).repeat(8, 2).repeat(8, 3)
        padded = numpy.zeros(shape, numpy.float32)
        padded[:, :, : coarse.shape[2], : coarse.shape[3]] = coarse
        return (0.8 * padded + 0.2 * random.random(shape, numpy.float32)).astype(numpy.float32)

    return values


def normalised(*shape):
    return lambda: (pictures(*shape)() - 0.45) / 0.225


DINOV2, DINOV3 = "vit_large_patch14_dinov2.lvd142m", "vit_large_patch16_dinov3.lvd1689m"
NETWORKS = {
    "yolov8s": (ultralytics("yolov8s.yaml"), pictures(1, 3, 736, 960), boxes_and_scores, ()),
    "yolo11s": (ultralytics("yolo11s.yaml"), pictures(1, 3, 736, 960), boxes_and_scores, ()),
    "yolov5x6": (yolov5, pictures(1, 3, 1280, 1280), boxes_and_scores, ()),
    "vit-l-dinov2": (vision_transformer(DINOV2, 38, dynamic_img_size=True), normalised(2, 3, 182, 182), logits(LOGITS), ()),
    "vit-l-dinov3": (vision_transformer(DINOV3, 40, global_pool="token"), normalised(2, 3, 224, 224), logits(LOGITS), ()),
    "vit-l-dinov3-f16": (
        vision_transformer(DINOV3, 40, global_pool="token"),
        normalised(2, 3, 224, 224),
        logits(0.1),  # each weight is rounded to 11 bits
        ("--set", "weights=f16"),
    ),
}


# ---- The report ---------------------------------------------------------------------------------


def markdown(result):
    what = result["machine"]
    lines = [
        "# Checkpoints of full size, converted",
        "",
        "Written by `perf/peers/checkpoints`. Random weights; PyTorch with the checkpoint beside ONNX Runtime and OpenVINO with what",
        "`affut import` made of it, all in f32. Differences are the largest of any value.",
        "",
        "| network | input | checkpoint | ONNX | conversion | its memory at most | ONNX Runtime | OpenVINO | right |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, entry in result["networks"].items():
        right = all(entry[runtime]["right"] for runtime in ("onnx_runtime", "open_vino"))
        lines += [
            f"| {name} | {'x'.join(map(str, entry['input']))} | {entry['checkpoint_bytes'] / MB:.0f} MB | {entry['onnx_bytes'] / MB:.0f} MB"
            f" | {entry['conversion_seconds']:.1f} s | {entry['conversion_peak_bytes'] / MB:.0f} MB"
            f" | {_off(entry['onnx_runtime'])} | {_off(entry['open_vino'])} | {'yes' if right else 'no'} |"
        ]
    changed = ", with changes since" if result["changed_since_commit"] else ""
    lines += [
        "",
        f"Machine: {what['cpu']} ({what['family_model_stepping']}), {what['cores']} cores. Commit: {result['commit']}{changed}.",
        "Versions: " + ", ".join(f"{name} {version}" for name, version in sorted(result["versions"].items())) + ".",
        "",
    ]
    return "\n".join(lines)


def _off(entry):
    if "logits" in entry:
        return f"{entry['logits']:.1e} of {entry['largest_logit']:.1f}"
    return f"{entry['boxes_in_pixels']:.1e} px, {entry['scores']:.1e}"


if __name__ == "__main__":
    main()
