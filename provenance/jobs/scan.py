"""Reads one configured source into the change store: only what is new, never a sudden loss."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from provenance.errors import InputError, JobError
from provenance.jobs.amounts import counted
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.sources.base import Limits
from provenance.sources.config import Source
from provenance.sources.fetch import fetch
from provenance.sources.inputs import Input, resolve
from provenance.sources.pending import Recipe, duplicate
from provenance.sources.read import evidence_recipe
from provenance.sources.registry import SUFFIXES, reader_named
from provenance.sources.sitemap import entries
from provenance.store.changes import ChangeStore
from provenance.store.source_update import MESSAGES_KEPT, Counts, Outcome, SourceUpdate

#: A source with fewer records than this may lose them all without anybody being asked.
SHRINK_GUARD_FROM = 10


class SourceShrunk(JobError):
    """A source lost more records at once than its configuration allows."""


@dataclass(slots=True)
class SourceReport:
    """What reading a source came to."""

    name: str
    #: `read`, `unchanged`, `failed` (its last known records stay) or `removed` from the configuration.
    outcome: str = "read"
    counts: Counts = field(default_factory=Counts)
    seconds: float = 0.0
    parts: int = 0
    parts_read: int = 0
    #: What could not be read, row by row or page by page; the first ones.
    messages: list[str] = field(default_factory=list)
    error: str | None = None

    def summary(self) -> str:
        """One line for people."""
        if self.error:
            return f"{self.outcome}, its {counted(self.counts.after, 'known record')} stay: {self.error}"
        c = self.counts
        text = f"{self.outcome}, +{c.added} ~{c.changed} -{c.removed}, {counted(c.after, 'record')}"
        return text + (f", {counted(c.skipped, 'row')} skipped" if c.skipped else "")


def scan(
    source: Source, store: ChangeStore, *, folder: Path, rank: int, at: str, accept_shrink: bool = False
) -> SourceReport:
    """Take a source's changes into the store, all of them or none.

    Args:
        source: from the configuration.
        store: to write into.
        folder: relative paths count from here.
        rank: position in the configuration.
        at: time of the run, ISO 8601.
        accept_shrink: whether a sudden loss is meant.

    Raises:
        InputError: the source cannot be read.
        SourceShrunk: it lost more records than `max_shrink` allows.
        JobError: the store cannot be written.
    """
    started = time.monotonic()
    report = SourceReport(source.name)
    recipe = evidence_recipe(
        columns=source.columns,
        defaults=source.all_defaults(),
        zone=source.tzinfo(),
        limits=Limits(max_document_bytes=source.max_bytes),
    )
    append = source.mode == "append"
    with store.updating(source.name, rank=rank, digest=source.digest(), at=at, keep_missing=append) as update:
        if source.sitemap is not None:
            _read_sitemap(source, update, recipe, report)
        elif source.url is not None:
            update.keep_only({source.url})
            report.parts = 1
            _read_address(source.url, source, update, recipe, report)
        else:
            _read_files(source, folder, update, recipe, report)
        lost = update.missing()
        before = update.counts.before
        if before >= SHRINK_GUARD_FROM and lost > source.max_shrink * before and not accept_shrink:
            raise SourceShrunk(
                f"source {source.name}: {lost} of {before} records are gone, more than max_shrink = "
                f"{source.max_shrink:g} allows; nothing was taken over. If that is meant: --accept-shrink {source.name}"
            )
    report.counts = update.counts
    report.outcome = "read" if report.parts_read else "unchanged"
    report.seconds = time.monotonic() - started
    return report


def _read_files(
    source: Source, folder: Path, update: SourceUpdate, recipe: Recipe[Evidence], report: SourceReport
) -> None:
    stated = source.file or source.folder or source.glob or ""
    inputs = resolve(folder / stated, suffixes=SUFFIXES)
    names = {_part_name(item, folder): item for item in inputs}
    update.keep_only(set(names))
    report.parts = len(names)
    for name, item in names.items():
        digest = _checksum(item)
        if update.must_read(name, digest):
            _read_part(name, item, {"digest": digest}, source, update, recipe, report)
            if _checksum(item) != digest:
                raise InputError(f"source {source.name}: {item.name} changed while it was read; the next run reads it")


def _read_address(
    url: str, source: Source, update: SourceUpdate, recipe: Recipe[Evidence], report: SourceReport, changed: str = ""
) -> None:
    before = {} if update.fresh else update.parts().get(url, {})
    known = {key: str(before[key]) for key in ("etag", "last_modified") if key in before}
    answer = fetch(url, source, validators=known)
    if answer.data is None:
        return
    digest = hashlib.sha256(answer.data).hexdigest()
    if update.must_read(url, digest):
        item = Input.of_bytes(url.split("?")[0], answer.data)
        state = {"digest": digest, "changed": changed, **answer.validators}
        _read_part(url, item, state, source, update, recipe, report)


def _read_sitemap(source: Source, update: SourceUpdate, recipe: Recipe[Evidence], report: SourceReport) -> None:
    wanted = re.compile(source.include)
    pages: dict[str, str] = {}
    for entry in _sitemap_entries(source):
        if wanted.search(entry[0]):
            pages[entry[0]] = entry[1] or ""
    known = {} if update.fresh else update.parts()
    update.keep_only(set(pages))
    report.parts = len(pages)
    stale = [url for url, changed in pages.items() if _is_stale(known.get(url), changed)]
    for url in stale[: source.max_pages]:
        try:
            _read_address(url, source, update, recipe, report, pages[url])
        except InputError as error:  # one page of many; what is known of it stays
            report.messages.append(str(error))
    if len(stale) > source.max_pages:
        report.messages.append(f"{len(stale) - source.max_pages} pages are left for the next runs (max_pages)")


def _is_stale(state: Mapping[str, object] | None, changed: str) -> bool:
    return state is None or not changed or state.get("changed") != changed


def _sitemap_entries(source: Source) -> list[tuple[str, str | None]]:
    """Addresses of pages, sitemaps of sitemaps followed one level."""
    out = []
    first = fetch(source.sitemap or "", source)
    for entry in entries(first.data or b"", source.sitemap or ""):
        if not entry.is_sitemap:
            out.append((entry.url, entry.changed))
            continue
        nested = fetch(entry.url, source)
        out += [(page.url, page.changed) for page in entries(nested.data or b"", entry.url) if not page.is_sitemap]
    return out


def _read_part(
    name: str,
    item: Input,
    state: Mapping[str, str],
    source: Source,
    update: SourceUpdate,
    recipe: Recipe[Evidence],
    report: SourceReport,
) -> None:
    part = update.open_part(name)
    report.parts_read += 1
    for row in recipe.rows(item, reader_named(source.format) if source.format else None):
        skipped = row if isinstance(row, Skipped) else None
        if not isinstance(row, Skipped):
            fingerprint = row.fingerprint()
            if part.unchanged(fingerprint):
                continue
            record = row.record()
            if isinstance(record, Skipped):
                skipped = record
            elif part.put(record, fingerprint, item.folder) is Outcome.DUPLICATE:
                skipped = duplicate(row, record.id)
        if skipped is not None:
            part.skip(skipped)
            if len(report.messages) < MESSAGES_KEPT:
                report.messages.append(skipped.message)
    part.close(state)


def _part_name(item: Input, folder: Path) -> str:
    path = item.path or Path(item.name)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _checksum(item: Input) -> str:
    try:
        with item.opener() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except OSError as error:
        raise InputError(f"cannot read {item.name}: {error.strerror or error}") from None
