"""Weights files: fitted numbers as readable JSON beside the code, each with its version and where it comes from."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from provenance.errors import IndexMismatch, told_by
from provenance.scoring.additive import AdditiveModel, StepTable

#: File of the re-ranker's weights, without the ending; raise the number whenever features or weights change.
RERANK = "rerank-2"
#: The same for fact-checks that state no claim, of which only a title and the lead of an article are known.
RERANK_UNTOLD = "rerank-untold-9"
#: File of the weights that say how sure a `debunked` finding is.
DEBUNKED = "debunked-1"


@cache
def load_weights(name: str) -> dict[str, Any]:
    """Read a weights file of this package.

    Raises:
        IndexMismatch: there is no such file, or it names itself otherwise.
    """
    source = files("provenance.scoring") / "tables" / f"{name}.json"
    try:
        data: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexMismatch(f"cannot read the weights {name!r}: {told_by(error)}; reinstall the package") from error
    if data.get("name") != name:
        raise IndexMismatch(f"the weights file {name}.json names itself {data.get('name')!r}; reinstall the package")
    return data


def additive_model(data: dict[str, Any]) -> AdditiveModel:
    """The additive model of a weights file."""
    return AdditiveModel(float(data["prior_bits"]), tuple(StepTable.from_dict(each) for each in data["features"]))
