"""The nightly job: lock, read changes, encode what is new, build aside, examine, publish by one pointer, prune.

Whatever goes wrong, the published index stays, and the report of the run says what happened. A run that was killed
needs no repair: the store knows every change since the published version, and the next run takes it from there.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Collection
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.config import Settings
from provenance.errors import JobError, ProvenanceError
from provenance.jobs.base_version import Base, Wanted, find_base
from provenance.jobs.job_settings import JobSettings
from provenance.jobs.lineage import Lineage
from provenance.jobs.read_sources import read_sources
from provenance.jobs.run_report import SUCCESS, RunReport, last_run, run_name, write_metrics, write_run
from provenance.sources.config import SourcesConfig, load_sources
from provenance.store.changes import ChangeStore

if TYPE_CHECKING:
    from provenance.cluster import Cluster
    from provenance.encoders import Encoder
    from provenance.indexing.picture_reader import RecordReader
    from provenance.jobs.build_settings import BuildSettings

log = logging.getLogger(__name__)

STORE = Path("store") / "changes.sqlite"
CACHE = Path("store") / "vectors.sqlite"
READ = Path("store") / "picture_texts.sqlite"


def update_index(
    config: Path,
    indexes: Path,
    *,
    encoder: Encoder | None = None,
    settings: Settings | None = None,
    accept_shrink: Collection[str] = (),
    accept_drift: bool = False,
    dry_run: bool = False,
    full: bool = False,
    now: datetime | None = None,
    cluster: Callable[[], Cluster] | None = None,
) -> RunReport:
    """Bring an index up to date with its sources.

    Args:
        config: `sources.toml`.
        indexes: folder of the versions; the change store lies in it too.
        encoder: another encoder than the configuration names.
        settings: their table `index` holds the numbers of the build.
        accept_shrink: sources whose sudden loss of records is meant.
        accept_drift: whether similarities may move as far as they like this time.
        dry_run: only say what would change.
        full: build everything anew, from the store and the cache of vectors.
        now: the time of the run.
        cluster: joins the cluster whose workers encode; asked only when there is something to encode.

    Returns:
        What was done; also written to `runs/` beside the versions.

    Raises:
        UsageError: the configuration is off.
        JobError: the run failed; the published index is untouched, and the report says why.
    """
    plan = load_sources(Path(config))
    options = JobSettings.of(plan.job)
    now = now or datetime.now(UTC)
    from provenance.jobs.versions import job_lock

    with job_lock(Path(indexes)):
        run = _Run(plan, Path(indexes), options, settings or Settings(), encoder, now, full=full, cluster=cluster)
        run.accept_drift(accept_drift)
        if dry_run:
            return run.rehearse(accept_shrink)
        try:
            run.work(accept_shrink)
        except (ProvenanceError, OSError, sqlite3.Error, MemoryError) as error:
            run.report.outcome, run.report.error = "failed", str(error) or type(error).__name__
            run.conclude()
            raise JobError(f"{run.report.error}; the published index is untouched") from error
        run.conclude()
        return run.report


class _Run:
    def __init__(
        self,
        plan: SourcesConfig,
        indexes: Path,
        options: JobSettings,
        settings: Settings,
        encoder: Encoder | None,
        now: datetime,
        *,
        full: bool,
        cluster: Callable[[], Cluster] | None,
    ) -> None:
        self.plan, self.indexes, self.options, self.settings, self.now = plan, indexes, options, settings, now
        self.report = RunReport(run=run_name(indexes, now), started=now.isoformat(timespec="seconds"))
        self._given, self._full, self._cluster = encoder, full, cluster
        self._asked = self._wanted_encoder()
        self._reader = self._picture_reader()
        self._meant = False
        self._cpu = time.process_time()

    def accept_drift(self, accept: bool) -> None:
        """Whether last night's similarities are to be forgotten."""
        self._meant = accept

    def work(self, accept_shrink: Collection[str]) -> None:
        """The whole job."""
        from provenance.jobs.publish import sweep
        from provenance.jobs.versions import sweep_removed

        sweep(self.indexes)
        sweep_removed(self.indexes)
        with ChangeStore(self.indexes / STORE) as store:
            with self.report.timed("read"):
                self._read(store, accept_shrink)
            self.report.shadowed = store.shadowed()
            base = self._base(store)
            if base.since == store.head or (base.since is not None and not store.changed(base.since)):
                self._nothing_to_do(base)
                return
            if not len(store):
                raise JobError("the sources hold no record; nothing is published")
            with self._reader or nullcontext():
                self._build(store, base)
        self._prune()

    def rehearse(self, accept_shrink: Collection[str]) -> RunReport:
        """Read into a copy of the store, and only count."""
        import tempfile

        with tempfile.TemporaryDirectory(prefix="provenance-dry-run-") as folder:
            copy = Path(folder) / "changes.sqlite"
            if (self.indexes / STORE).exists():
                with ChangeStore(self.indexes / STORE) as store:
                    store.copy_to(copy)
            with ChangeStore(copy) as store:
                self._read(store, accept_shrink)
                base = self._base(store)
                self.report.changes = len(store) if base.since is None else store.changed(base.since)
        self.report.outcome = "dry-run"
        self._say()
        return self.report

    def conclude(self) -> None:
        """Write the report; a disk that does not take it must not hide what happened."""
        self.report.finished = datetime.now(UTC).isoformat(timespec="seconds")
        self.report.cpu_seconds = round(time.process_time() - self._cpu, 3)
        self._say()
        with suppress(OSError):
            before = last_run(self.indexes, SUCCESS)
            write_run(self.indexes, self.report)
            success = self.report.finished if self.report.outcome in SUCCESS else (before or {}).get("finished")
            write_metrics(self.indexes, self.report, last_success=success)

    def _say(self) -> None:
        run = {"run": self.report.run}
        for warning in self.report.warnings:
            log.warning("warning: %s", warning, extra={"event": "warning", **run})
        if self.report.outcome != "failed":  # which the caller is told, and says
            log.info("%s", self.report.summary(), extra={"event": "run", **run})

    def _read(self, store: ChangeStore, accept_shrink: Collection[str]) -> None:
        gone = read_sources(self.plan, store, self.report, accept_shrink)
        self._meant = self._meant or bool(accept_shrink) or bool(gone)

    def _base(self, store: ChangeStore) -> Base:
        wanted = Wanted(store.id, self._asked, self._build_options(), self._reader)
        return find_base(self.indexes, wanted, self.report, head=store.head, full=self._full)

    def _wanted_encoder(self) -> str:
        from provenance.encoders import DEFAULT

        return self._given.revision if self._given is not None else self.options.encoder or DEFAULT

    def _picture_reader(self) -> RecordReader | None:
        from provenance.indexing.picture_reader import RecordReader

        return RecordReader.open(self.settings, self.indexes / READ)

    def _build_options(self) -> BuildSettings:
        from provenance.jobs.build_settings import BuildSettings

        return BuildSettings.of(self.settings)

    def _encoder(self) -> Encoder:
        from provenance.encoders import DEFAULT, CachedEncoder, VectorCache, open_encoder

        if self._given is None:
            name, cache = self.options.encoder or DEFAULT, VectorCache(self.indexes / CACHE)
            if self._cluster is not None:
                from provenance.encoders.spread import Named, SpreadEncoder

                self._given = CachedEncoder(SpreadEncoder(self._cluster(), Named(name)), cache)
            else:
                self._given = open_encoder(name, cache=cache)
        return self._given

    def _nothing_to_do(self, base: Base) -> None:
        from provenance.indexing.backend import store_of

        if base.bundle is not None:
            if (store := store_of(self.settings)) is not None:
                from provenance.jobs.announce import bring

                with self.report.timed("publish"):
                    bring(base.bundle.folder, self.indexes, store)
            self.report.base = None
        self.report.outcome = "unchanged"

    def _build(self, store: ChangeStore, base: Base) -> None:
        from provenance.indexing.backend import store_of
        from provenance.jobs.assemble import Assembly
        from provenance.jobs.extend import can_extend

        with self.report.timed("open encoder"):
            encoder = self._encoder()
        options = self._build_options()
        assembly = Assembly(
            indexes=self.indexes,
            sources=self.plan.folder,
            settings=self.options,
            options=options,
            encoder=encoder,
            lineage=Lineage(store.id, store.head, self._asked),
            now=self.now,
            report=self.report,
            new_series=self._meant,
            reader=self._reader,
            store=store_of(self.settings),
        )
        bundle, since = base.bundle, base.since
        if bundle is not None and since is not None and can_extend(bundle, encoder, options):
            self.report.changes = store.changed(since)
            if assembly.publish(store, bundle, since):
                return
            self.report.warnings.append("a file of the published version is damaged; everything was built anew")
        self.report.changes = len(store)
        assembly.publish(store)

    def _prune(self) -> None:
        from provenance.jobs.versions import prune

        try:
            self.report.pruned = prune(self.indexes, self.options.keep)
        except OSError as error:  # the night's work is published; old versions can wait
            self.report.warnings.append(f"old versions could not be removed: {error}")
