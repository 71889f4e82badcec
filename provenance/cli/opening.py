"""Open the checker that a command asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.checker import Checker
    from provenance.config import Settings


def open_checker(index: Path, settings: Settings, calibration: Path | None = None) -> Checker:
    """The checker of the published version, with confidence as the user refitted it, if so."""
    from provenance.checker import Checker

    if calibration is None:
        return Checker.open(index, settings=settings)
    from provenance.scoring.recalibrate import load_calibration

    return Checker.open(index, settings=settings, calibration=load_calibration(calibration))
