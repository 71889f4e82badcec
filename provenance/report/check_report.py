"""A report that shows itself: on a terminal, in a notebook, as a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.model.evidence import Evidence
from provenance.model.post import Post
from provenance.model.report import Report

if TYPE_CHECKING:
    import pandas as pd

    from provenance.report.plots import Plots


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport(Report):
    """A report together with the posts and records that its findings speak of, for showing them side by side."""

    #: Post id → post, of the posts with findings.
    posts: Mapping[str, Post] = field(default_factory=dict, hash=False, compare=False, repr=False)
    #: Evidence id → record, of the records cited.
    evidence: Mapping[str, Evidence] = field(default_factory=dict, hash=False, compare=False, repr=False)

    #: Record id and address (`matched_frames.Moment`) → small JPEG of what matched, as the index keeps it.
    kept: Mapping[tuple[str, str], bytes] = field(default_factory=dict, hash=False, compare=False, repr=False)

    def to_frame(self) -> pd.DataFrame:
        """One row per finding × citation; columns and dtypes are fixed, also when empty."""
        from provenance.report.frame import to_frame

        return to_frame(self)

    @property
    def plot(self) -> Plots:
        """Time line, waterfall and flood plots (extra `notebook`)."""
        from provenance.report.plots import Plots

        return Plots(self)

    def _repr_html_(self) -> str:
        from provenance.report.notebook import notebook_table

        return notebook_table(self)

    def __str__(self) -> str:
        from provenance.report.terminal import render_report

        return render_report(self, posts=self.posts, evidence=self.evidence)
