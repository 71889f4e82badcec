"""What a night's run did: one JSON and one HTML page a run, and a text file for a metrics collector."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from provenance.indexing.bundle import PICTURE_TEXTS
from provenance.indexing.manifest import Manifest
from provenance.jobs.amounts import counted
from provenance.jobs.gate import GateReport
from provenance.jobs.scan import SourceReport

RUNS = "runs"
METRICS_FILE = "metrics.prom"
#: Outcomes of a run after which nothing has to be mended.
SUCCESS = frozenset(("published", "unchanged"))
SCHEMA = "provenance.run/1"
#: Reports kept: a year of nights.
_KEEP_RUNS = 400


@dataclass(slots=True)
class RunReport:
    """Grows while the job runs; written whatever happens."""

    run: str
    started: str
    #: `published`, `unchanged`, `dry-run` or `failed`.
    outcome: str = "failed"
    error: str | None = None
    #: The version that is published now, and the one it grew out of.
    version: str | None = None
    base: str | None = None
    #: `full` or `extended`.
    build: str | None = None
    sources: list[SourceReport] = field(default_factory=list)
    #: Ids that changed, and texts that had to be encoded.
    changes: int = 0
    records: int = 0
    vectors: int = 0
    shadowed: int = 0
    bytes: int = 0
    #: As `Manifest.picture_text`, and pictures of records whose text is searched.
    picture_text: str | None = None
    picture_texts: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    cpu_seconds: float = 0.0
    gate: GateReport | None = None
    pruned: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    finished: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As the JSON file carries it."""
        out = asdict(self)
        out["schema"] = SCHEMA
        for source, mine in zip(out["sources"], self.sources, strict=True):
            source["counts"]["after"] = mine.counts.after
        if self.gate is not None:
            out["gate"]["passed"] = not self.gate.failed
        return out

    def take(self, manifest: Manifest) -> None:
        """Note what is in a version."""
        self.records, self.vectors = manifest.counts["records"], manifest.counts["vectors"]
        self.picture_text, self.picture_texts = manifest.picture_text, manifest.counts.get(PICTURE_TEXTS, 0)
        self.bytes = sum(entry.bytes for entry in manifest.files.values())

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Add the seconds of the block to a stage."""
        started = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + time.monotonic() - started, 3)

    def lines(self) -> list[str]:
        """Sources, what of them could not be read, and the summary."""
        out = []
        for source in self.sources:
            out += [f"{source.name}: {source.summary()}", *(f"  {message}" for message in source.messages)]
        return [*out, self.summary()]

    def summary(self) -> str:
        """One line for people."""
        match self.outcome:
            case "failed":
                return f"failed: {self.error}"
            case "unchanged":
                return f"nothing changed; {self.version} stays published"
            case "dry-run":
                return f"dry run: {counted(self.changes, 'record')} would change"
        text = (
            f"published {self.version}: {counted(self.records, 'record')}, {self.changes} changed, {self.build} build"
        )
        return text + (f", {counted(len(self.warnings), 'warning')}" if self.warnings else "")


def run_name(indexes: Path, now: datetime) -> str:
    """Sorts by time, also when the clock went back or two runs fall into one second."""
    name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    last = max((path.stem for path in (indexes / RUNS).glob("*.json")), default="")
    if name > last:
        return name
    stem, _, number = last.partition("+")
    return f"{stem}+{int(number or 0) + 1:04d}"


def write_run(indexes: Path, report: RunReport) -> Path:
    """Write the report of a run as JSON and HTML, and take reports of long ago away.

    Raises:
        OSError: the disk does not take it.
    """
    from provenance.jobs.run_page import run_page

    folder = indexes / RUNS
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{report.run}.json"
    replace_text(path, json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n")
    replace_text(path.with_suffix(".html"), run_page(report))
    for old in _reports(indexes)[:-_KEEP_RUNS]:
        old.with_suffix(".html").unlink(missing_ok=True)
        old.unlink()
    return path


def _reports(indexes: Path) -> list[Path]:
    """Oldest first: by name without suffix, which would sort before a run's number."""
    return sorted((indexes / RUNS).glob("*.json"), key=lambda path: path.stem)


def last_run(indexes: Path, outcomes: frozenset[str] | None = None) -> dict[str, Any] | None:
    """The newest report, or the newest with one of some outcomes; None where there is none."""
    for path in reversed(_reports(indexes)):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(data, dict) and (outcomes is None or data.get("outcome") in outcomes):
            return data
    return None


def write_metrics(indexes: Path, report: RunReport, *, last_success: str | None) -> None:
    """Write the numbers of a run in the text format of Prometheus, for the textfile collector of node-exporter.

    Raises:
        OSError: the disk does not take it.
    """
    lines: list[str] = []

    def metric(name: str, text: str, value: float, labels: Mapping[str, str] | None = None) -> None:
        if not any(line.startswith(f"# HELP provenance_{name} ") for line in lines):
            lines.extend((f"# HELP provenance_{name} {text}", f"# TYPE provenance_{name} gauge"))
        inner = ",".join(f'{key}="{_label(item)}"' for key, item in (labels or {}).items())
        lines.append(f"provenance_{name}{{{inner}}} {value:g}" if inner else f"provenance_{name} {value:g}")

    metric("update_success", "1 if the last run published or found nothing to do.", report.outcome != "failed")
    metric("update_timestamp_seconds", "End of the last run, Unix time.", _unix(report.finished))
    if last_success:
        metric("update_last_success_timestamp_seconds", "End of the last successful run.", _unix(last_success))
    metric("update_duration_seconds", "Duration of the last run.", sum(report.seconds.values()))
    metric("update_cpu_seconds", "CPU time of the last run.", report.cpu_seconds)
    metric("index_records", "Records in the published version.", report.records)
    metric("index_vectors", "Vectors in the published version.", report.vectors)
    metric("index_bytes", "Size of the published version.", report.bytes)
    for source in report.sources:
        label = {"source": source.name}
        metric("source_up", "1 if the source was read.", source.outcome != "failed", label)
        metric("source_records", "Records of the source.", source.counts.after, label)
        metric("source_skipped", "Rows of the source that are no records.", source.counts.skipped, label)
    for check in report.gate.checks if report.gate else ():
        metric("gate_value", "What a condition of the gate measured.", check.value, {"check": check.name})
        metric("gate_passed", "1 if the condition is met.", check.passed, {"check": check.name})
    lines.sort(key=lambda line: line.split()[2] if line.startswith("#") else line.split("{")[0].split()[0])
    replace_text(indexes / METRICS_FILE, "\n".join(lines) + "\n")


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


def _unix(moment: str) -> float:
    return round(datetime.fromisoformat(moment).timestamp(), 3) if moment else 0.0


def replace_text(path: Path, text: str) -> None:
    """Write a file so that whoever reads it sees the old text or the new one.

    Raises:
        OSError: the disk does not take it.
    """
    aside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with aside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
