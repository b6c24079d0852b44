"""Makes 12-megapixel JPEG files like those of camera traps, from the photos in two Python packages.

Each picture is a mosaic of photos with others pasted into it, and the noise of a sensor on top, so that
files have the size that cameras give them (3 to 6 MB at quality 90).
"""

import importlib.util
import pathlib

import numpy
from PIL import Image, ImageOps

WIDTH, HEIGHT = 4000, 3000
QUALITY = 90

# Pillow's numbers of 4:2:0 and 4:2:2; a camera trap has one or the other.
SUBSAMPLING = {"420": 2, "422": 1}

PHOTOS = {
    "skimage": [f"data/{name}" for name in ("astronaut.png", "chelsea.png", "coffee.png", "motorcycle_left.png", "rocket.jpg")],
    "ultralytics": ["assets/bus.jpg", "assets/zidane.jpg"],
}


def photos():
    """The photos that the pictures are made of."""
    found = []
    for package, names in PHOTOS.items():
        folder = pathlib.Path(importlib.util.find_spec(package).origin).parent
        found += [Image.open(folder / name).convert("RGB") for name in names]
    return found


def picture(photos, seed):
    """One picture; the same for the same seed."""
    random = numpy.random.default_rng(seed)
    canvas = Image.new("RGB", (WIDTH, HEIGHT))
    half = WIDTH // 2, HEIGHT // 2
    for quarter in range(4):
        photo = photos[random.integers(len(photos))]
        canvas.paste(ImageOps.fit(photo, half, Image.LANCZOS), (quarter % 2 * half[0], quarter // 2 * half[1]))
    for _ in range(8):
        photo = photos[random.integers(len(photos))]
        width = int(random.integers(200, 1200))
        pasted = photo.resize((width, width * photo.height // photo.width), Image.LANCZOS)
        canvas.paste(pasted, (int(random.integers(-100, WIDTH - 300)), int(random.integers(-100, HEIGHT - 300))))
    pixels = numpy.asarray(canvas, dtype=numpy.float32)
    # A sensor's noise is mostly one of light, not of colour, and the camera smooths it.
    light = random.normal(0, random.uniform(7, 13), (HEIGHT, WIDTH, 1)).astype(numpy.float32)
    light = (light + numpy.roll(light, 1, 0) + numpy.roll(light, 1, 1) + numpy.roll(light, (1, 1), (0, 1))) / 2.6
    return Image.fromarray(numpy.clip(pixels + light, 0, 255).astype(numpy.uint8))


def make(folder, count):
    """The paths of `count` pictures in `folder`; those that are there already are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    paths, sources = [], None
    for seed in range(count):
        kind = list(SUBSAMPLING)[seed % len(SUBSAMPLING)]
        path = folder / f"picture-{seed:02d}-{kind}.jpg"
        if not path.exists():
            sources = sources or photos()
            part = path.with_suffix(".part")
            picture(sources, seed).save(part, "JPEG", quality=QUALITY, subsampling=SUBSAMPLING[kind])
            part.rename(path)
        paths.append(path)
    return paths

