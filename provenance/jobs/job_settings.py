"""Numbers of the nightly job (table `job` of sources.toml), each with its unit and origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from provenance.config import read_table
from provenance.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSettings:
    """What decides whether a version is published, and how long it is kept. Chosen 2026-11-22."""

    #: Versions kept: a week of nights.
    keep: int = 7
    #: Name of the text encoder; None means the default.
    encoder: str | None = None
    #: Records that have to find themselves: half anywhere, half among the newest.
    sample: int = 60
    #: Share of the sample that must be found among the first ten by its own words, and by its own vector. Not 1:
    #: records of one or two everyday words, and near-copies, crowd one another out.
    self_retrieval_floor: float = 0.9
    #: File of queries with a known answer, beside sources.toml; None means none.
    canaries: str | None = None
    #: Share of the canaries that must find their record.
    canary_floor: float = 1.0
    #: Largest distance (Kolmogorov-Smirnov, 0 to 1) between last night's and tonight's best similarities of the same
    #: probes. Two samples of 60 from one distribution stay below .25 nineteen times of twenty.
    max_drift: float = 0.35

    def __post_init__(self) -> None:
        for name in ("self_retrieval_floor", "canary_floor", "max_drift"):
            if not 0 <= getattr(self, name) <= 1:
                raise UsageError(f"job.{name} must lie in 0..1, got {getattr(self, name)}")
        for name in ("keep", "sample"):
            if getattr(self, name) < 1:
                raise UsageError(f"job.{name} must be at least 1, got {getattr(self, name)}")

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Self:
        """Read the table.

        Raises:
            UsageError: a name is unknown, or a value of the wrong kind or out of range.
        """
        return read_table(cls, table, "job")
