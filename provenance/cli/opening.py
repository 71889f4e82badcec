"""Open the checker that a command asks."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.checker import Checker
    from provenance.config import Settings


#: Objects made before the collector of cycles looks again. Posts and hits are small frozen records, and a post leaves
#: two objects in cycles at most; the collector goes through all that its batch still holds. With Python's own 700 a
#: check takes a tenth more CPU beyond encoding, with 50,000 a fiftieth. 2026-11.
OBJECTS_BETWEEN_COLLECTIONS = 500_000


def open_checker(index: Path, settings: Settings, calibration: Path | None = None) -> Checker:
    """The checker of the published version, with confidence as the user refitted it, if so."""
    from provenance.checker import Checker

    refitted = None
    if calibration is not None:
        from provenance.scoring.recalibrate import load_calibration

        refitted = load_calibration(calibration)
    checker = Checker.open(index, settings=settings, calibration=refitted)
    collect_seldom()
    return checker


def collect_seldom() -> None:
    """Let the collector of cycles leave alone what is open now, and look seldom at what is made from here on."""
    gc.freeze()  # what is open now lasts as long as the program
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 20, 50)
