"""The sample index: shipped with a checkout, built on first use elsewhere."""

from __future__ import annotations

from pathlib import Path

from provenance.errors import IndexProblem

#: The index that is committed beside the package in a checkout.
SHIPPED = Path(__file__).resolve().parents[2] / "indexes" / "sample"


def sample_index() -> Path:
    """Folder of a sample index that opens; builds one in the user's cache where the shipped one does not fit.

    Raises:
        JobError: it could not be built.
    """
    from platformdirs import user_cache_path

    from provenance.indexing.bundle import IndexBundle
    from provenance.jobs.build import build_index
    from provenance.sample import EVIDENCE
    from provenance.sources import read_evidence

    cached = user_cache_path("provenance") / "sample-index"
    for folder in (SHIPPED, cached):
        try:
            IndexBundle.open(folder)
        except IndexProblem:
            continue
        return folder
    build_index(read_evidence([str(EVIDENCE)]), cached)
    return cached
