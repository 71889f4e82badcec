"""Reads every source of the nightly job into the store, and tells of each how it went."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection

from provenance.errors import InputError, JobError
from provenance.jobs.run_report import RunReport
from provenance.jobs.scan import SourceReport, SourceShrunk, scan
from provenance.sources.config import Source, SourcesConfig
from provenance.store.changes import ChangeStore

log = logging.getLogger(__name__)

#: Rows of a source that could not be read and are named while the job runs; the report names more.
_MESSAGES = 3


def read_sources(
    plan: SourcesConfig, store: ChangeStore, report: RunReport, accept_shrink: Collection[str]
) -> list[str]:
    """Read the sources in the order of their rank.

    Args:
        plan: the configuration.
        store: takes what changed.
        report: takes an entry for each source, and warnings.
        accept_shrink: sources whose sudden loss of records is meant.

    Returns:
        The sources that are named no more, whose records were forgotten.

    Raises:
        JobError: a source that is required could not be read; every other one was.
    """
    problems = []
    for rank, source in enumerate(plan.sources):
        done, problem = _read(source, store, report, plan=plan, rank=rank, accept=source.name in accept_shrink)
        report.sources.append(done)
        if problem and source.required:
            problems.append(problem)
        elif problem:
            report.warnings.append(f"{problem}; its last known records stay")
        _say(done)
    if problems:
        raise JobError("; ".join(problems))
    gone = store.forget_sources({source.name for source in plan.sources}, at=report.started)
    report.sources.extend(SourceReport(name, "removed") for name in gone)
    return gone


def _read(
    source: Source, store: ChangeStore, report: RunReport, *, plan: SourcesConfig, rank: int, accept: bool
) -> tuple[SourceReport, str | None]:
    """How a source went, and the problem if there was one."""
    started = time.monotonic()
    try:
        return scan(source, store, folder=plan.folder, rank=rank, at=report.started, accept_shrink=accept), None
    except (InputError, SourceShrunk) as error:
        failed = SourceReport(source.name, "failed", seconds=time.monotonic() - started)
        failed.error = str(error).removeprefix(f"source {source.name}: ")
        failed.counts.before = store.records_of(source.name)
        return failed, str(error)


def _say(done: SourceReport) -> None:
    noted = {"event": "source", "source": done.name, "outcome": done.outcome}
    log.info("source %s: %s", done.name, done.summary(), extra=noted)
    for message in done.messages[:_MESSAGES]:
        log.info("source %s: %s", done.name, message, extra={**noted, "event": "row"})
