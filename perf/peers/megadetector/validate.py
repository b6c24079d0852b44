"""Fails unless MegaDetector's own validator finds nothing wrong with each results file named."""

import sys

from megadetector.postprocessing.validate_batch_results import (
    ValidateBatchResultsOptions,
    validate_batch_results,
)

if len(sys.argv) < 2:
    sys.exit("usage: validate.py RESULTS.json...")

wrong = False
for name in sys.argv[1:]:
    options = ValidateBatchResultsOptions()
    options.return_data = True
    checked = validate_batch_results(name, options)
    verdict = checked["validation_results"]
    for kind in ("errors", "warnings"):
        for text in verdict[kind]:
            wrong = True
            print(f"{name}: {kind[:-1]}: {text}", file=sys.stderr)
    if not verdict["errors"]:
        detections = sum(verdict["detection_category_id_to_count"].values())
        print(f"{name}: format {checked['info']['format_version']},", end=" ")
        print(f"{len(checked['images'])} pictures, {detections} detections")

sys.exit(1 if wrong else 0)
