"""Confidence refitted on an analyst's own decisions, one pattern at a time, and how honest it was before and after."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.errors import UsageError, told_by
from provenance.model.disposition import Decision, Disposition
from provenance.model.finding import Pattern
from provenance.scoring.calibration import Calibration, expected_calibration_error, fit_isotonic

CALIBRATION_SCHEMA = "provenance.calibration/1"
#: Decisions that a pattern needs; below, a step function of ten bins has fewer than twenty examples a bin.
LEAST_DECISIONS = 200
#: Parts of the cross-validation by which the error after refitting is measured.
FOLDS = 5
#: Decisions that a step of the fitted map needs.
LEAST_STEP = 10


@dataclass(frozen=True, slots=True)
class Recalibration:
    """The outcome for one pattern.

    Attributes:
        pattern: of the findings decided about.
        decisions: confirmed and rejected ones; unsure ones do not count.
        error_before: expected calibration error of the confidence that the findings carried; None where they had none.
        error_after: the same of the refitted map, on folds it was not fitted on; None below `LEAST_DECISIONS`.
        calibration: the map; None below `LEAST_DECISIONS`.
    """

    pattern: Pattern
    decisions: int
    error_before: float | None
    error_after: float | None
    calibration: Calibration | None


def recalibrate(rows: Sequence[Disposition], *, least: int = LEAST_DECISIONS) -> list[Recalibration]:
    """Refit every pattern that was decided about, in the order of the patterns' names.

    Args:
        rows: decisions; of several about one finding the caller keeps the last.
        least: decisions that a pattern needs.
    """
    out = []
    for pattern in Pattern:
        decided = [row for row in rows if row.pattern is pattern and row.decision is not Decision.UNSURE]
        if decided:
            out.append(_one(pattern, decided, least))
    return out


def reliability(
    probability: Sequence[float], right: Sequence[bool], *, bins: int = 10
) -> list[tuple[float, float, int]]:
    """Stated share, observed share and size of each bin that is not empty: the points of a reliability plot."""
    out = []
    for number in range(bins):
        here = [
            (stated, hit)
            for stated, hit in zip(probability, right, strict=True)
            if min(int(stated * bins), bins - 1) == number
        ]
        if here:
            size = len(here)
            out.append((sum(stated for stated, _ in here) / size, sum(hit for _, hit in here) / size, size))
    return out


def save_calibration(results: Sequence[Recalibration], path: Path) -> None:
    """Write the maps that could be fitted."""
    patterns = {
        each.pattern.value: {
            "decisions": each.decisions,
            "expected_calibration_error": {"before": each.error_before, "after": each.error_after},
            "bits": list(each.calibration.bits),
            "probability": list(each.calibration.probability),
        }
        for each in results
        if each.calibration is not None
    }
    text = json.dumps({"schema": CALIBRATION_SCHEMA, "patterns": patterns}, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def load_calibration(path: Path) -> Mapping[Pattern, Calibration]:
    """Read what `save_calibration` wrote.

    Raises:
        UsageError: the file is missing or holds something else.
    """
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if data["schema"] != CALIBRATION_SCHEMA:
            raise UsageError(f"{path}: expected {CALIBRATION_SCHEMA}, got {data['schema']!r}")
        return {
            Pattern(name): Calibration(tuple(values["bits"]), tuple(values["probability"]))
            for name, values in data["patterns"].items()
        }
    except OSError as error:
        raise UsageError(f"cannot read {path}: {told_by(error)}; make one with: provenance calibrate") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} holds no calibration: {error!r}; make one with: provenance calibrate") from None


def _one(pattern: Pattern, rows: Sequence[Disposition], least: int) -> Recalibration:
    bits = [row.weight_bits for row in rows]
    right = [row.decision is Decision.CONFIRMED for row in rows]
    stated = [(row.confidence, hit) for row, hit in zip(rows, right, strict=True) if row.confidence is not None]
    before = expected_calibration_error([p for p, _ in stated], [hit for _, hit in stated]) if stated else None
    if len(rows) < least:
        return Recalibration(pattern, len(rows), before, None, None)
    held_out = held_out_confidence(bits, right)
    after = expected_calibration_error(held_out, right)
    return Recalibration(pattern, len(rows), before, after, fit_isotonic(bits, right, least=LEAST_STEP))


def held_out_confidence(bits: Sequence[float], right: Sequence[bool]) -> list[float]:
    """For each example, what a map fitted on the other folds says; folds by place, so that the result repeats."""
    out = [0.0] * len(bits)
    for fold in range(FOLDS):
        rest = [place for place in range(len(bits)) if place % FOLDS != fold]
        fitted = fit_isotonic([bits[place] for place in rest], [right[place] for place in rest], least=LEAST_STEP)
        for place in range(fold, len(bits), FOLDS):
            out[place] = fitted(bits[place])
    return out
