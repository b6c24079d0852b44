"""What the comparison ran on and with."""

import os
import pathlib
import platform
import re
import subprocess

# The instruction sets that matter here.
SETS = re.compile(r"^(sse4_2|avx\w*|fma|f16c|amx\w*|asimd\w*|sve\w*|bf16|i8mm)$")


def describe():
    cpu = fields("/proc/cpuinfo")
    memory = fields("/proc/meminfo").get("MemTotal", "0 kB")
    flags = (cpu.get("flags") or cpu.get("Features") or "").split()
    return {
        "cpu": cpu.get("model name") or platform.processor(),
        "family_model_stepping": "/".join(cpu.get(name, "?") for name in ("cpu family", "model", "stepping")),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "flags": [flag for flag in flags if SETS.match(flag)],
        "memory_bytes": int(memory.split()[0]) * 1024,
        "kernel": platform.release(),
        "system": platform.system(),
    }


def load():
    """How many processes wanted a core over the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def commit(root):
    """The commit of the sources, and whether they were changed since."""
    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.strip()

    try:
        return git("rev-parse", "HEAD"), bool(git("status", "--porcelain", "--untracked-files=no"))
    except (OSError, subprocess.CalledProcessError):
        return "unknown", False


def fields(file):
    """The first value of each name in a file of the form `name : value`."""
    fields = {}
    try:
        for line in pathlib.Path(file).read_text().splitlines():
            name, _, value = line.partition(":")
            fields.setdefault(name.strip(), value.strip())
    except OSError:
        pass
    return fields
