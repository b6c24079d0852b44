"""Compares Affût with its peers, measures it by itself, and writes the results. Started by `run`."""

import argparse
import dataclasses
import json
import os
import pathlib
import sys
import time
import traceback

import agreement
import figures
import machine
import medians
import networks
import pictures
import report
import rows
import sides
import species_rows

PICTURES = 24
QUICK_SECONDS = 600
FEWEST_PAIRS = 3
ROWS = (*rows.ROWS, *species_rows.ROWS)
QUIET = 0.5  # processes that want a core; more disturb


@dataclasses.dataclass(frozen=True)
class Setting:
    """What all rows share."""

    cache: pathlib.Path
    jar: pathlib.Path
    pictures: list
    checkpoint: pathlib.Path
    model: pathlib.Path
    zoo: pathlib.Path
    affut: str
    precision: str
    quick: bool
    cores: int
    flags: list
    benches: dict = dataclasses.field(default_factory=dict)


class Until:
    """A moment after which no more pairs are begun, once there are a few."""

    def __init__(self, moment):
        self.moment = moment

    def has_time(self, pairs):
        return pairs < FEWEST_PAIRS or self.moment is None or time.time() < self.moment


def main():
    names = [each.name for each in (*ROWS, *figures.FIGURES)]
    parser = argparse.ArgumentParser(prog="run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="ends within 10 minutes: fewer pairs")
    parser.add_argument("--only", metavar="NAME,...", help="of " + ", ".join(names))
    parser.add_argument("--pairs", type=int, metavar="N", help="at most so many pairs a row")
    parser.add_argument("--precision", choices=("f32", "bf16", "f16"), default="f32", help="Affût's, in the end-to-end rows")
    parser.add_argument("--results", type=pathlib.Path, metavar="FOLDER", help="instead of perf/results")
    for internal in ("--root", "--cache", "--jar"):
        parser.add_argument(internal, type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--started", type=float, required=True, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    usual = [each.name for each in (*ROWS, *figures.FIGURES) if not (arguments.quick and getattr(each, "slow", False))]
    chosen = arguments.only.split(",") if arguments.only else usual
    unknown = set(chosen) - set(names)
    if unknown:
        parser.error(f"there is no row {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    commit, changed = machine.commit(arguments.root)
    result = {
        "ratios": {},
        "figures": {},
        "quick": arguments.quick,
        "precision": arguments.precision,
        "commit": commit,
        "changed_since_commit": changed,
        "begun": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": machine.describe(),
        "load_before": machine.load(),
        "versions": {},
    }
    if result["load_before"] is not None and result["load_before"] > QUIET:
        say(f"Warning: {result['load_before']:.1f} processes want a core; times will not be right")
    setting = prepare(arguments, result)
    left = [each for each in (*ROWS, *figures.FIGURES) if each.name in chosen]
    while left:
        each = left.pop(0)(setting)
        moment = None
        if arguments.quick:
            # What is left of the time is shared by the rows that are left.
            end = arguments.started + QUICK_SECONDS - 30
            moment = time.time() + (end - time.time()) / (len(left) + 1)
        if isinstance(each, rows.Row):
            result["ratios"][each.name] = compare(each, arguments, Until(moment), result)
        else:
            result["figures"][each.name] = measure(each, arguments, Until(moment))
        write(result, arguments)
    print(report.markdown(result))


def write(result, arguments):
    """Writes what there is so far, so that whatever ends the run loses nothing."""
    folder = arguments.results or arguments.root / "perf" / "results"
    folder.mkdir(parents=True, exist_ok=True)
    result["seconds"] = round(time.time() - arguments.started)
    (folder / "peers.json").write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    (folder / "peers.md").write_text(report.markdown(result))


def prepare(arguments, result):
    """Makes pictures and networks, or takes those of an earlier run."""
    say("Making pictures and networks, if they are not there yet")
    # What a version of these scripts made serves no other.
    made = arguments.cache / f"made-{networks.sha256(pictures.__file__)[:8]}-{networks.sha256(networks.__file__)[:8]}"
    files = pictures.make(made / "pictures", PICTURES)
    folder = made / "networks"
    networks.make(folder, files)
    checkpoint, plain, with_suppression = networks.paths(folder)
    zoo = networks.zoo(made / "zoo", with_suppression)
    result["network_sha256"] = networks.sha256(plain)
    result["pictures"] = {"count": len(files), "bytes": sum(file.stat().st_size for file in files)}
    return Setting(
        cache=arguments.cache,
        jar=arguments.jar,
        pictures=files,
        checkpoint=checkpoint,
        model=plain.parent,
        zoo=zoo,
        affut=str(arguments.root / "affut"),
        precision=arguments.precision,
        quick=arguments.quick,
        cores=result["machine"]["cores"],
        flags=result["machine"]["flags"],
    )


def compare(row, arguments, until, result):
    """The row's entry in the results; where it cannot be measured, the reason."""
    entry = {"what": row.what, "target": f"{'<=' if row.at_most else '>='} {row.target:g}", "met": None}

    def work():
        for _ in range(row.warmups):
            row.ours()
            row.theirs()
        pairs = row.quick_pairs if arguments.quick else row.pairs
        samples = row.samples(min(pairs, arguments.pairs or pairs), until)
        ratios = [row.ratio(*pair) for pair in samples]
        ratio = medians.median(ratios)
        entry.update(
            ratio=ratio,
            interval=medians.interval(ratios),
            pairs=len(samples),
            met=ratio <= row.target if row.at_most else ratio >= row.target,
            ours_median_seconds=medians.median([ours for ours, _ in samples]),
            theirs_median_seconds=medians.median([theirs for _, theirs in samples]),
            **row.details,
        )
        result["versions"].update(row.versions())

    run(row, entry, work)
    say(report.line(row.name, entry))
    return entry


def measure(figure, arguments, until):
    """The figure's entry in the results; where it cannot be measured, the reason."""
    entry = {"what": figure.what, "unit": figure.unit, "target": f"<= {figure.limit:g}", "met": None}

    def work():
        for _ in range(figure.warmups):
            figure.measure()
        wanted = figure.quick_samples if arguments.quick else figure.samples
        wanted = min(wanted, arguments.pairs or wanted)
        samples = [figure.measure()]
        while len(samples) < wanted and until.has_time(len(samples)):
            samples.append(figure.measure())
        value = medians.median(samples)
        entry.update(
            value=value, interval=medians.interval(samples), samples=len(samples), met=value <= figure.limit, **figure.details
        )

    run(figure, entry, work)
    say(report.figure_line(figure.name, entry))
    return entry


def run(each, entry, work):
    """Starts a row or figure, has its outputs compared, works, and closes it; what goes wrong becomes the entry's reason."""
    say(each.name)
    try:
        each.start()
        entry["agreement"] = each.agree()
        work()
    except (agreement.Disagreement, sides.SideError) as e:
        entry["failed"] = str(e)
        entry["met"] = False if isinstance(e, agreement.Disagreement) else None
    except Exception as e:
        traceback.print_exc()
        entry["failed"] = f"{type(e).__name__}: {e}"
    finally:
        each.close()


def say(text):
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("YOLO_AUTOINSTALL", "false")
    main()
