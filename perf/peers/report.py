"""The results as a page for people."""


def markdown(result):
    machine = result["machine"]
    lines = [
        "# Affût and its peers",
        "",
        "Written by `perf/peers/run`; each figure is the median of pairs that were measured in turn, with the bootstrap",
        "interval of 95 in 100. A ratio of times has to be at most its target, one of pictures a second at least.",
    ]
    if result["quick"]:
        lines += ["", "**A quick run: few pairs.**"]
    lines += [
        "",
        "| row | ratio | interval | target | met | pairs | ours | theirs |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [_row(name, entry) for name, entry in result["ratios"].items()]
    if result["figures"]:
        lines += ["", "| figure | median | interval | target | met | samples |", "|---|---|---|---|---|---|"]
        lines += [_figure_row(name, entry) for name, entry in result["figures"].items()]
    lines += [""]
    for name, entry in (*result["ratios"].items(), *result["figures"].items()):
        lines += [f"- `{name}`: {entry['what']}.{_remarks(entry)}"]
    changed = ", with changes since" if result["changed_since_commit"] else ""
    memory = machine["memory_bytes"] / 2**30
    lines += [
        "",
        f"Machine: {machine['cpu']} (family/model/stepping {machine['family_model_stepping']}), {machine['cores']} cores,"
        f" {memory:.1f} GiB, {machine['system']} {machine['kernel']}; {' '.join(machine['flags'])}.",
        f"Load before: {result['load_before']}. Begun {result['begun']}, {result['seconds']} s in all.",
        f"Commit: {result['commit']}{changed}. Network: YOLOv8s with random weights, SHA-256 {result['network_sha256']},"
        f" ours in {result['precision']} end to end.",
        f"Pictures: {result['pictures']['count']} of 4000x3000, {result['pictures']['bytes'] / 1e6 / result['pictures']['count']:.1f} MB each on average.",
        "Versions: " + ", ".join(f"{name} {version}" for name, version in sorted(result["versions"].items())) + ".",
        "",
    ]
    return "\n".join(lines)


def line(name, entry):
    """One row in words."""
    if "failed" in entry:
        return f"{name}: not measured: {entry['failed']}"
    low, high = entry["interval"]
    return f"{name}: {entry['ratio']:.3f} ({low:.3f} to {high:.3f}), target {entry['target']}: {_met(entry)}"


def figure_line(name, entry):
    """One figure in words."""
    if "failed" in entry:
        return f"{name}: not measured: {entry['failed']}"
    low, high = entry["interval"]
    return f"{name}: {entry['value']:.3g} ({low:.3g} to {high:.3g}) {entry['unit']}, target {entry['target']}: {_met(entry)}"


def _figure_row(name, entry):
    if "failed" in entry:
        return f"| `{name}` | - | - | {entry['target']} {entry['unit']} | {_met(entry)} | 0 |"
    low, high = entry["interval"]
    return (
        f"| `{name}` | {entry['value']:.3g} | {low:.3g} to {high:.3g} | {entry['target']} {entry['unit']}"
        f" | {_met(entry)} | {entry['samples']} |"
    )


def _row(name, entry):
    if "failed" in entry:
        return f"| `{name}` | - | - | {entry['target']} | {_met(entry)} | 0 | | |"
    low, high = entry["interval"]
    times = [_time(entry[f"{whose}_median_seconds"]) for whose in ("ours", "theirs")]
    return (
        f"| `{name}` | {entry['ratio']:.3f} | {low:.3f} to {high:.3f} | {entry['target']} | {_met(entry)}"
        f" | {entry['pairs']} | {times[0]} | {times[1]} |"
    )


def _remarks(entry):
    text = ""
    if "failed" in entry:
        text += f" **Not measured: {entry['failed']}.**"
    if "parts_seconds" in entry:
        text += " Parts: " + ", ".join(f"{name} {_time(seconds)}" for name, seconds in entry["parts_seconds"].items()) + "."
    if "agreeing" in entry.get("agreement", {}):
        agreed = entry["agreement"]
        kind = "" if agreed.get("judged", True) else " Its loss:"
        text += f"{kind} {agreed['agreeing']:.1%} of {agreed['boxes']} boxes agree, confidences within {agreed['largest_difference_of_confidence']:.4f}."
    if "largest_difference" in entry.get("agreement", {}):
        text += f" Outputs within {entry['agreement']['largest_difference']:g}."
    if "logits" in entry.get("agreement", {}):
        text += f" {entry['crops']} crops a run, logits within {entry['agreement']['logits']['largest_difference']:.2g}."
    if "ONEDNN_MAX_CPU_ISA" in entry:
        text += f" With ONEDNN_MAX_CPU_ISA={entry['ONEDNN_MAX_CPU_ISA']}."
    if entry.get("heap_bytes_a_picture"):
        text += f" Java heap allocated: {entry['heap_bytes_a_picture'] / 1024:.0f} KiB a picture."
    if entry.get("peak_memory_bytes"):
        text += f" Our process at most: {entry['peak_memory_bytes'] / 2**20:.0f} MiB."
    return text


def _met(entry):
    return {True: "yes", False: "no", None: "-"}[entry["met"]]


def _time(seconds):
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"
