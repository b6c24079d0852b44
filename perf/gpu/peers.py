"""Pictures a second of ONNX Runtime and PyTorch on this machine's GPU, where they are: peers.py NAME=VALUE...

out: the JSON file to write; onnx: the detector; torchscript: the same for PyTorch; pictures: a folder of JPEG files.
Their inputs lie on the GPU beforehand, and their outputs stay there, as in the detector's step alone. Ends with 3 where none of
them is there.
"""

import importlib
import json
import pathlib
import sys
import time

HEIGHT, WIDTH = 736, 960
BATCHES = (1, 8, 32)
SECONDS = 3
WARM_UP = 5
ENOUGH = 480  # seconds: TensorRT builds an engine for each case

STARTED = time.monotonic()


def main(words):
    options = dict(word.split("=", 1) for word in words)
    found = []
    for measure in (pytorch, torchvision, onnx_runtime):
        for entry in measure(options):
            print(entry, flush=True)
            found.append(entry)
            # Each time, because the process may be ended.
            pathlib.Path(options["out"]).write_text(json.dumps({"step": "peers", "peers": found}, indent=2) + "\n")
    return 0 if any("pictures_a_second" in entry for entry in found) else 3


def rate(once, pictures, synchronise=lambda: None):
    """Pictures a second of `once`, which computes so many."""
    for _ in range(WARM_UP):
        once()
    synchronise()
    start, runs = time.perf_counter(), 0
    while time.perf_counter() - start < SECONDS:
        once()
        synchronise()
        runs += 1
    return runs * pictures / (time.perf_counter() - start)


def attempts(peer, what, cases):
    """An entry for each case: (precision, batch, what makes the pictures a second)."""
    try:
        version = importlib.import_module(peer).__version__
    except Exception as e:
        yield {"peer": peer, "what": what, "error": f"{type(e).__name__}: {e}"}
        return
    for precision, batch, measure in cases:
        entry = {"peer": peer, "version": version, "what": what, "precision": precision, "batch": batch}
        try:
            if time.monotonic() - STARTED > ENOUGH:
                raise TimeoutError("there was no time left")
            entry["pictures_a_second"] = measure()
        except Exception as e:
            entry["error"] = f"{type(e).__name__}: {e}".splitlines()[0]
        yield entry


def onnx_runtime(options):
    def measure(provider, settings, batch):
        import numpy
        import onnxruntime

        if provider not in onnxruntime.get_available_providers():
            raise RuntimeError(f"it has no {provider}")
        session = onnxruntime.InferenceSession(options["onnx"], providers=[(provider, settings)])
        if session.get_providers()[0] != provider:
            raise RuntimeError(f"it computes with {session.get_providers()[0]} instead")
        pixels = numpy.random.default_rng(0).random((batch, 3, HEIGHT, WIDTH), numpy.float32)
        binding = session.io_binding()
        place = onnxruntime.OrtValue.ortvalue_from_numpy(pixels, "cuda", 0)
        binding.bind_ortvalue_input(session.get_inputs()[0].name, place)
        for output in session.get_outputs():
            binding.bind_output(output.name, "cuda")
        return rate(lambda: session.run_with_iobinding(binding), batch)

    for provider, precisions in (("TensorrtExecutionProvider", ("f16", "f32")), ("CUDAExecutionProvider", ("f32",))):
        cases = [
            (
                precision,
                batch,
                lambda precision=precision, batch=batch, provider=provider: measure(
                    provider, {"trt_fp16_enable": precision == "f16"} if provider.startswith("Tensorrt") else {}, batch
                ),
            )
            for precision in precisions
            for batch in BATCHES
        ]
        yield from attempts("onnxruntime", f"detector, {provider}", cases)


def pytorch(options):
    def measure(precision, batch):
        import torch

        torch.backends.cudnn.benchmark = True
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
        model = torch.jit.load(options["torchscript"], map_location="cuda").eval()
        pixels = torch.rand(batch, 3, HEIGHT, WIDTH, device="cuda")
        if precision == "f16":
            model, pixels = model.half(), pixels.half()
        with torch.inference_mode():
            return rate(lambda: model(pixels), batch, torch.cuda.synchronize)

    cases = [
        (precision, batch, lambda precision=precision, batch=batch: measure(precision, batch))
        for precision in ("f16", "f32")
        for batch in BATCHES
    ]
    return attempts("torch", "detector, TorchScript", cases)


def torchvision(options):
    def measure(batch):
        import torch
        from torchvision.io import decode_jpeg, read_file

        files = sorted(pathlib.Path(options["pictures"]).glob("*.jpg"))
        encoded = [read_file(str(files[place % len(files)])) for place in range(batch)]
        return rate(lambda: decode_jpeg(encoded, device="cuda"), batch, torch.cuda.synchronize)

    return attempts("torchvision", "decode, nvJPEG", [("u8", batch, lambda batch=batch: measure(batch)) for batch in (8, 32)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
