"""Watches how much memory `affut run` has while it works through thousands of pictures. Started by `run`.

The pictures are hard links to a few files, so they take no room; the program does not know. With `--sizes` they
come in so many sizes, from 0.3 to 12 megapixels, in turn.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "peers"))

import machine
import pictures
from PIL import Image

MB = 1e6
STEPS = (100, 1_000, 2_000, 5_000, 10_000, 20_000)


def main():
    given = sys.argv[1:]
    end = given.index("--") if "--" in given else len(given)
    parser = argparse.ArgumentParser(prog="run", description=__doc__)
    parser.add_argument("--pictures", type=int, default=20_000, metavar="N")
    parser.add_argument("--sizes", type=int, default=0, metavar="N", help="so many sizes; default: all of 12 megapixels")
    parser.add_argument("--results", type=pathlib.Path, metavar="FILE", help="append a line to this file")
    for internal in ("--root", "--cache"):
        parser.add_argument(internal, type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args(given[:end])
    sources = pictures.make(arguments.cache / "memory" / "pictures", 8)
    if arguments.sizes:
        sources = resized(sources, arguments.cache / "memory" / "sizes", arguments.sizes)
    # Links have to lie on the same disk as what they lead to.
    with tempfile.TemporaryDirectory(dir=arguments.cache) as folder:
        links = pathlib.Path(folder) / "pictures"
        links.mkdir()
        for index in range(arguments.pictures):
            os.link(sources[index % len(sources)], links / f"{index:06d}.jpg")
        watch(arguments, links, pathlib.Path(folder) / "results.json", given[end + 1 :])


def resized(sources, folder, count):
    """One picture of each of `count` sizes and shapes."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for index in range(count):
        width = 640 + (4000 - 640) * index // max(1, count - 1)
        height = width * (9, 10, 11, 12)[index % 4] // 16
        file = folder / f"{width}x{height}.jpg"
        if not file.exists():
            Image.open(sources[index % len(sources)]).resize((width, height)).save(file, quality=90)
        files.append(file)
    return files


def watch(arguments, links, results, options):
    command = [str(arguments.root / "affut"), "run", str(links), "-o", str(results), "--quiet", *options]
    journal = results.with_suffix(".affut.jsonl")
    begin = time.time()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    left, seen, counted, position = list(STEPS), {}, 0, 0
    while process.poll() is None:
        time.sleep(0.5)
        memory = status(process.pid)
        if journal.exists():
            with journal.open("rb") as lines:
                lines.seek(position)
                new = lines.read()
                counted += new.count(b"\n")
                position += len(new)
        while memory and left and counted > left[0]:
            seen[left.pop(0)] = memory
        if memory:
            last = memory
    if process.returncode:
        raise SystemExit(f"affut ended with {process.returncode}")
    seen[arguments.pictures] = last
    about = f"{arguments.sizes} sizes" if arguments.sizes else "12 megapixels"
    text = ", ".join(f"{now / MB:.0f} MB after {count:,}" for count, (now, _) in seen.items())
    line = f"- {arguments.pictures:,} pictures, {about}, options `{' '.join(options) or 'none'}`: {text}; {last[1] / MB:.0f} MB at most; {time.time() - begin:.0f} s."
    print(line)
    if arguments.results:
        with arguments.results.open("a") as file:
            file.write(line + "\n")


def status(pid):
    """What the process has now and had at most, in bytes; nothing when it is gone or is not Java yet."""
    try:
        kilobytes = machine.fields(f"/proc/{pid}/status")
        return tuple(int(kilobytes[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))
    except (OSError, KeyError):
        return None


if __name__ == "__main__":
    main()
