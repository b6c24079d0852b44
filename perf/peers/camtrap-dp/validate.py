"""Fails unless Frictionless finds nothing wrong with each Camera Trap Data Package named."""

import json
import os
import sys
from pathlib import Path

from frictionless import Package, system

STANDARD = "https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.2/"


def standard(value):
    """The same descriptor, with the standard's schemas from the folder that CAMTRAP_DP names."""
    if isinstance(value, dict):
        return {key: standard(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [standard(inner) for inner in value]
    if isinstance(value, str) and value.startswith(STANDARD):
        return str(Path(os.environ["CAMTRAP_DP"]).resolve() / value.removeprefix(STANDARD))
    return value


if len(sys.argv) < 2:
    sys.exit("usage: validate.py DATAPACKAGE.json...")

wrong = False
for name in sys.argv[1:]:
    descriptor = json.loads(Path(name).read_text(encoding="utf-8"))
    if "CAMTRAP_DP" in os.environ:
        descriptor = standard(descriptor)
    with system.use_context(trusted=True):
        package = Package.from_descriptor(descriptor, basepath=str(Path(name).resolve().parent))
        report = package.validate()
    for task in report.tasks:
        for error in task.errors:
            wrong = True
            print(f"{name}: {task.name}: {error.message}", file=sys.stderr)
    for error in report.errors:
        wrong = True
        print(f"{name}: {error.message}", file=sys.stderr)
    if report.valid:
        print(f"{name}: " + ", ".join(f"{task.stats['rows']} {task.name}" for task in report.tasks))
    else:
        wrong = True

sys.exit(1 if wrong else 0)
