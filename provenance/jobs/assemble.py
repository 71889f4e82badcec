"""Builds the next version aside, examines it, and publishes it if it is good enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from provenance.encoders import Encoder
from provenance.errors import IndexCorrupt, JobError
from provenance.indexing.bundle import IndexBundle
from provenance.indexing.milvus.store import MilvusStore
from provenance.indexing.picture_reader import RecordReader
from provenance.jobs.announce import announce
from provenance.jobs.build import write_all
from provenance.jobs.build_settings import BuildSettings
from provenance.jobs.canaries import load_canaries
from provenance.jobs.extend import write_extension
from provenance.jobs.gate import Probe, examine
from provenance.jobs.job_settings import JobSettings
from provenance.jobs.lineage import Lineage
from provenance.jobs.publish import building_folder
from provenance.jobs.run_report import RunReport, last_run
from provenance.jobs.seal import seal
from provenance.jobs.versions import next_moment
from provenance.store.changes import ChangeStore

#: Messages of what was left out that go into the report.
_MESSAGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """What a new version is made with.

    Attributes:
        indexes: folder of the versions.
        sources: folder that paths of the configuration count from.
        settings: of the job.
        options: of the build.
        encoder: for new texts.
        lineage: of the new version.
        now: time of the run.
        report: that notes what was done.
        new_series: whether last night's similarities say nothing about tonight's.
        reader: of the text in pictures; None reads none.
        store: serves the version; None means its own files do.
    """

    indexes: Path
    sources: Path
    settings: JobSettings
    options: BuildSettings
    encoder: Encoder
    lineage: Lineage
    now: datetime
    report: RunReport
    new_series: bool
    reader: RecordReader | None
    store: MilvusStore | None

    def publish(self, store: ChangeStore, base: IndexBundle | None = None, since: int = 0) -> bool:
        """Build, examine and publish.

        Args:
            store: with every record.
            base: the version to grow out of; None means to build everything.
            since: the last change that the base contains.

        Returns:
            False where the base turned out to be damaged; nothing was published then.

        Raises:
            JobError: the version is not good enough, or could not be written.
        """
        report = self.report
        with building_folder(self.indexes) as folder:
            with report.timed("build"):
                if base is None:
                    skipped, counts = write_all(store.records(), folder, self.encoder, self.options, reader=self.reader)
                    report.warnings += [item.message for item in skipped[:_MESSAGES]]
                else:
                    try:
                        counts = write_extension(
                            base, store.changes(since), folder, self.encoder, self.options, self.reader
                        )
                    except IndexCorrupt:
                        return False
                self.lineage.write(folder)
                manifest = seal(
                    folder,
                    encoder=self.encoder,
                    counts=counts,
                    options=self.options,
                    now=next_moment(self.indexes, self.now),
                    reader=self.reader,
                )
            with report.timed("examine"):
                failed = self._examine(IndexBundle.open(folder, verify=False), len(store))
            if failed == "files" and base is not None:
                return False
            if failed:
                raise JobError(f"the new version is not good enough: {failed}")
            with report.timed("publish"):
                announce(folder, self.indexes, manifest, self.store)
        report.outcome, report.version = "published", manifest.version
        report.build = "full" if base is None else "extended"
        report.take(manifest)
        return True

    def _examine(self, bundle: IndexBundle, expected: int) -> str:
        """What is wrong with a version, in words; `files` alone where its files are damaged."""
        path = self.settings.canaries
        before = (last_run(self.indexes, frozenset(("published",))) or {}).get("gate") or {}
        comparable = before.get("model") == self.encoder.revision and not self.new_series
        self.report.gate = gate = examine(
            bundle,
            self.encoder,
            expected=expected,
            settings=self.settings,
            options=self.options,
            canaries=load_canaries(self.sources / path) if path else (),
            before=Probe.all_of(before) if comparable else (),
        )
        if any(check.name == "files" for check in gate.failed):
            return "files"
        return "; ".join(f"{check.name} {check.value:g} (bound {check.floor:g}): {check.text}" for check in gate.failed)
