"""The fitted table: feature → bits a unit, for pairs with and without an encoder's cosine."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from provenance.alignment.event.features import FEATURES
from provenance.errors import UsageError
from provenance.scoring.logistic import LogisticBits

#: A text with fewer terms is a post; two longer ones are compared as reports. Posts of the fitted set have 5-90 terms.
POST_TERMS = 90


@lru_cache(maxsize=4)
def shipped_weights(*, reports: bool, with_meaning: bool) -> LogisticBits:
    """The table that comes with the package (benchmarks/fit_event_identity.py wrote it).

    Args:
        reports: whether both sides are whole reports rather than a post and a record.
        with_meaning: whether there is a cosine of an encoder.

    Raises:
        UsageError: the table names a feature that is not known.
    """
    table = tomllib.loads(files("provenance.alignment.event").joinpath("weights.toml").read_text("utf8"))
    part = table["reports" if reports else "post"]["with_meaning" if with_meaning else "words_only"]
    if unknown := set(part["bits"]) - set(FEATURES):
        raise UsageError(f"the table of event weights names unknown features: {', '.join(sorted(unknown))}")
    return LogisticBits(part["prior_bits"], part["bits"])
