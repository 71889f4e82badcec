"""How common terms are in texts in general; counted by benchmarks/fit_term_background.py on public texts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

#: Raise the number whenever the table or the analysis of texts changes.
TABLE = "term-shares-2.tsv"


@cache
def load_term_shares() -> Mapping[str, float]:
    """Term → share of texts that hold it (0..1); terms of less than one text in 250 are left out."""
    text = (files("provenance.retrieval") / "tables" / TABLE).read_text(encoding="utf-8")
    pairs = (line.rsplit("\t", 1) for line in text.splitlines())
    return {term: float(share) for term, share in pairs}
