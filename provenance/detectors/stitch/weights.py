"""The fitted table of `stitched`: feature → bits, calibrated."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from provenance.scoring.logistic import LogisticBits


@lru_cache(maxsize=2)
def shipped_weights(mode: str) -> LogisticBits:
    """The table of `moved` or `joined` (benchmarks/fit_stitched.py wrote it).

    Platt's line through held-out scores is already worked into it.
    """
    table = json.loads(files("provenance.detectors.stitch").joinpath("weights.json").read_text("utf8"))
    part = table[mode]
    return LogisticBits(part["prior_bits"], part["bits"])
