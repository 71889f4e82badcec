"""Builds an index from records: read → table → terms → vectors → manifest → publish, in bounded memory."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from provenance.cluster import Cluster
from provenance.config import Settings
from provenance.encoders import DEFAULT, Encoder, open_encoder
from provenance.encoders.model_cache import cache_folder
from provenance.encoders.spread import Named, SpreadEncoder
from provenance.errors import JobError, UsageError
from provenance.indexing.backend import store_of
from provenance.indexing.bundle import LEXICAL, OUTLINES, PICTURE_TEXTS, RECORDINGS, VECTORS, IndexBundle
from provenance.indexing.lexical_writer import LexicalWriter
from provenance.indexing.outline_writer import OutlineWriter
from provenance.indexing.picture_build import PictureWriter
from provenance.indexing.picture_reader import RecordReader
from provenance.indexing.recordings.writer import RecordingWriter
from provenance.indexing.vector_writer import VectorWriter
from provenance.jobs.announce import announce
from provenance.jobs.build_settings import BuildSettings
from provenance.jobs.parts import Parts
from provenance.jobs.publish import building_folder
from provenance.jobs.seal import seal
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Skipped
from provenance.store.records import RecordWriter

#: Finished batches of a build on a cluster lie here, beside the versions, until it is published.
_ASIDE = ".shards"
#: What was read in pictures, in the user's cache.
_READ = "picture_texts.sqlite"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What was published."""

    version: str
    folder: Path
    records: int
    vectors: int
    #: As `Manifest.picture_text`.
    picture_text: str | None = None
    #: Pictures of records whose text is searched.
    picture_texts: int = 0
    skipped: tuple[Skipped, ...] = ()


def build_index(
    records: Iterable[Evidence | Skipped],
    out: Path,
    *,
    encoder: str | Encoder | None = None,
    settings: Settings | None = None,
    progress: Callable[[int], None] | None = None,
    now: datetime | None = None,
    cluster: Cluster | None = None,
) -> BuildReport:
    """Build a version aside, verify it, and publish it in one step.

    Args:
        records: evidence in any order, read once; what a reader skipped passes through into the report. Of several
            records with one id the first stays.
        out: folder of the versions; its file `current` will name the new one.
        encoder: a name for `open_encoder`, or an encoder; None means the default.
        settings: their table `index` holds `BuildSettings`, their table `vectors` says who serves the vectors.
        progress: called with the number of records done.
        now: time of the build, for the version's name.
        cluster: whose workers encode; `encoder` must then be a name. Its result is the same.

    Raises:
        JobError: the build stopped; what was published before still is.
    """
    settings = settings or Settings()
    options, store = BuildSettings.of(settings), store_of(settings)
    coder = _encoder(encoder, Path(out) / _ASIDE, cluster)
    now = now or datetime.now(UTC)
    reading = RecordReader.open(settings, cache_folder() / _READ)
    with building_folder(Path(out)) as folder, reading or nullcontext() as reader:
        try:
            skipped, counts = write_all(records, folder, coder, options, progress, reader)
        except OSError as error:
            raise JobError(
                f"cannot write the index into {folder}: {error}; the published index is untouched"
            ) from error
        manifest = seal(folder, encoder=coder, counts=counts, options=options, now=now, reader=reader)
        target = announce(folder, Path(out), manifest, store)
    shutil.rmtree(Path(out) / _ASIDE, ignore_errors=True)
    return BuildReport(
        version=manifest.version,
        folder=target,
        records=counts["records"],
        vectors=counts["vectors"],
        picture_text=manifest.picture_text,
        picture_texts=counts.get(PICTURE_TEXTS, 0),
        skipped=tuple(skipped),
    )


def _encoder(wanted: str | Encoder | None, aside: Path, cluster: Cluster | None) -> Encoder:
    if cluster is not None:
        if not (wanted is None or isinstance(wanted, str)):
            raise UsageError("a cluster opens its encoders by name; name one instead of passing it")
        return SpreadEncoder(cluster, Named(wanted or DEFAULT), aside)
    return open_encoder(wanted or DEFAULT, cache=True) if wanted is None or isinstance(wanted, str) else wanted


def verify_index(folder: Path) -> str:
    """Compare every file of a published index with its manifest, and open every part.

    Returns:
        One line for people: version, counts, model.

    Raises:
        IndexProblem: something does not fit; the message says what to do.
    """
    bundle = IndexBundle.open(Path(folder), verify=True)
    rows = {"records": len(bundle.records), "lexical": len(bundle.lexical), "vectors": len(bundle.vectors)}
    rows["outlines"] = len(bundle.outlines)
    if len(set(rows.values())) != 1:
        raise JobError(f"{bundle.folder}: the parts differ in size ({rows}); rebuild the index")
    counts, model = bundle.manifest.counts, bundle.manifest.model
    return (
        f"{bundle.version}: {counts['records']} records, {counts['vectors']} vectors by {model.name}, all files intact"
    )


def write_all(
    records: Iterable[Evidence | Skipped],
    folder: Path,
    encoder: Encoder,
    options: BuildSettings,
    progress: Callable[[int], None] | None = None,
    reader: RecordReader | None = None,
) -> tuple[list[Skipped], dict[str, int]]:
    """Write records, words and vectors into an empty folder; returns what was skipped, and the counts.

    What the pictures of the records say becomes an index of its own inside the folder.
    """
    skipped: list[Skipped] = []
    kinds: Counter[Kind] = Counter()
    vectors = VectorWriter(folder / VECTORS, encoder.dimension)
    with (
        RecordWriter(folder) as table,
        LexicalWriter(folder / LEXICAL) as words,
        PictureWriter(reader=reader) as pictures,
    ):
        recordings = RecordingWriter(folder / RECORDINGS, pictures)
        outlines = OutlineWriter(folder / OUTLINES)
        parts = Parts(words, outlines, pictures, recordings, vectors, encoder, options)
        for record in records:
            if isinstance(record, Skipped):
                skipped.append(record)
                continue
            row = len(table)
            if table.add(record) != row:
                skipped.append(_duplicate(record))
                continue
            kinds[record.kind] += 1
            parts.add(row, record)
            if progress:
                progress(len(table))
        parts.flush()
        rows = len(table)
    skipped += parts.finish(folder, rows)
    counts = {"records": rows, "vectors": len(vectors), **{kind.value: kinds[kind] for kind in Kind if kinds[kind]}}
    if pictures.said:
        (folder / PICTURE_TEXTS).mkdir()
        _, said = write_all(pictures.said, folder / PICTURE_TEXTS, encoder, options)
        counts[PICTURE_TEXTS] = said["records"]
    return skipped, counts


def _duplicate(record: Evidence) -> Skipped:
    return Skipped(
        code="duplicate-id",
        message=f"there already is a record {record.id!r}; the first one stays, this one is left out",
        path="$.id",
    )
