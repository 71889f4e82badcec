"""Accepted readings of famous lines: a quotation that follows one of them is right."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from provenance.text.folding import fold

#: Shorter parts of a quotation agree with some line by chance.
_SHORTEST = 4


def is_accepted_reading(line: str) -> bool:
    """Whether `line`, punctuation and script aside, is (part of) a reading that some edition prints."""
    bare = _bare(line)
    return len(bare) >= _SHORTEST and bare in _lines()


@cache
def _lines() -> str:
    table = tomllib.loads(files("provenance.text").joinpath("readings.toml").read_text(encoding="utf-8"))
    return "\n".join(_bare(line) for line in table["lines"].split("\n"))


def _bare(line: str) -> str:
    return re.sub(r"[\W_]+", "", fold(line))
