"""The published version that a night's run starts from, and whether it can be extended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import IndexMissing, IndexProblem
from provenance.jobs.lineage import Lineage
from provenance.jobs.run_report import RunReport

if TYPE_CHECKING:
    from provenance.indexing.bundle import IndexBundle
    from provenance.indexing.picture_reader import RecordReader
    from provenance.jobs.build_settings import BuildSettings


@dataclass(frozen=True, slots=True)
class Base:
    """The version to start from; `since` is None where it cannot be extended."""

    bundle: IndexBundle | None
    since: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a version must have been made of, and with, for a run to extend it."""

    #: Id of the change store.
    store: str
    #: Name or revision of the encoder, as it was asked for.
    encoder: str
    options: BuildSettings
    #: Of the text in pictures.
    reader: RecordReader | None


def find_base(indexes: Path, wanted: Wanted, report: RunReport, *, head: int, full: bool) -> Base:
    """The published version.

    Args:
        indexes: folder of the versions.
        wanted: what the run builds with.
        report: takes the name and the size of the version, and a warning where it cannot be read.
        head: the newest change of the store; a version that knows a later one was built from another copy of it.
        full: everything is to be built anew.
    """
    from provenance.indexing.bundle import IndexBundle
    from provenance.indexing.picture_reader import read_by

    try:
        bundle = IndexBundle.open(indexes, verify=False)
    except IndexMissing:
        return Base(None, None)
    except IndexProblem as error:
        report.warnings.append(f"the published index cannot be extended, a new one is built: {error}")
        return Base(None, None)
    report.base = report.version = bundle.version
    report.take(bundle.manifest)
    stated = Lineage.read(bundle.folder)
    fits = (
        not full
        and stated is not None
        and (stated.store, stated.encoder) == (wanted.store, wanted.encoder)
        and stated.seq <= head
        and dict(bundle.manifest.settings) == wanted.options.to_dict()
        and bundle.manifest.picture_text == (read_by(wanted.reader) if bundle.has_pictures else None)
    )
    return Base(bundle, stated.seq if fits and stated is not None else None)
