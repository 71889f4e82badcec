"""How an index is doing: what is published, how old it is, and how the last run went."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from provenance.errors import IndexMissing
from provenance.jobs.amounts import counted
from provenance.jobs.run_report import SUCCESS, last_run
from provenance.jobs.versions import list_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What somebody wants to know in the morning."""

    version: str | None
    records: int
    #: Hours since the published version was built.
    age_hours: float | None
    versions: int
    last_run: str | None
    last_outcome: str | None
    last_error: str | None
    #: Hours since the job last published, or found nothing to do.
    hours_since_success: float | None
    #: Source → its records at the last run.
    sources: dict[str, int]
    #: Source → why the last run could not read it.
    not_read: dict[str, str]
    #: The newest version, where an older one was published again.
    gone_back_from: str | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    def __str__(self) -> str:
        lines = [
            f"published  {self.version or 'nothing'}, {counted(self.records, 'record')}, {_hours(self.age_hours)} old",
            *([f"gone back  from {self.gone_back_from}"] if self.gone_back_from else []),
            f"last run   {self.last_run or 'none'}: {self.last_outcome or 'never'}"
            + (f" ({self.last_error})" if self.last_error else ""),
            f"success    {_hours(self.hours_since_success)} ago",
            f"versions   {self.versions}",
            *(
                f"source     {name}: {counted(count, 'record')}"
                + (f", not read: {self.not_read[name]}" if name in self.not_read else "")
                for name, count in self.sources.items()
            ),
        ]
        return "\n".join(lines)


def index_status(indexes: Path, *, now: datetime | None = None) -> Status:
    """Look at a folder of indexes; nothing is opened or verified.

    Raises:
        IndexMissing: nothing was ever published or tried there.
    """
    now = now or datetime.now(UTC)
    versions = list_versions(indexes)
    current = next((version for version in versions if version.current), None)
    last, success = last_run(indexes), last_run(indexes, SUCCESS)
    if current is None and last is None:
        raise IndexMissing(f"there is no index in {indexes}; build one with: provenance index update")
    sources = (last or {}).get("sources", [])
    return Status(
        version=current.name if current else None,
        records=current.records if current else 0,
        age_hours=_since(current.created, now) if current else None,
        versions=len(versions),
        last_run=last["run"] if last else None,
        last_outcome=last["outcome"] if last else None,
        last_error=last["error"] if last else None,
        hours_since_success=_since(success["finished"], now) if success else None,
        sources={source["name"]: source["counts"]["after"] for source in sources},
        not_read={source["name"]: source["error"] for source in sources if source["outcome"] == "failed"},
        gone_back_from=versions[0].name if current and not versions[0].current else None,
    )


def _since(moment: str, now: datetime) -> float:
    return round((now - datetime.fromisoformat(moment)).total_seconds() / 3600, 2)


def _hours(hours: float | None) -> str:
    if hours is None:
        return "unknown time"
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"
