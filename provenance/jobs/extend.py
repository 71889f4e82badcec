"""A new version out of the one before and what changed since: only new texts are encoded, only new words analysed."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from provenance.encoders import Encoder
from provenance.errors import IndexCorrupt, IndexProblem
from provenance.indexing.analysis import terms_of
from provenance.indexing.base import Mask
from provenance.indexing.bundle import (
    LEXICAL,
    OUTLINES,
    PASSAGES,
    PICTURE_TEXTS,
    PICTURES,
    RECORDINGS,
    VECTORS,
    IndexBundle,
)
from provenance.indexing.fields import field_texts
from provenance.indexing.lexical_extend import LexicalExtension
from provenance.indexing.manifest import sha256_of
from provenance.indexing.outline_writer import OutlineExtension
from provenance.indexing.passages import PassageIndex
from provenance.indexing.picture_build import PictureWriter
from provenance.indexing.picture_reader import RecordReader
from provenance.indexing.picture_store import PictureArrays
from provenance.indexing.pictured import owner_of
from provenance.indexing.recordings.store import RecordingArrays
from provenance.indexing.recordings.writer import RecordingWriter
from provenance.indexing.vector_extend import VectorExtension
from provenance.jobs.build import write_all
from provenance.jobs.build_settings import BuildSettings
from provenance.jobs.parts import Parts
from provenance.jobs.passages import Base
from provenance.model.evidence import Evidence, Kind
from provenance.store.changes import Change
from provenance.store.records import RecordTable
from provenance.store.records_extend import RecordExtension

log = logging.getLogger(__name__)


def can_extend(base: IndexBundle, encoder: Encoder, options: BuildSettings) -> bool:
    """Whether a version can grow out of `base`: the same model and the same settings."""
    return base.manifest.model.revision == encoder.revision and dict(base.manifest.settings) == options.to_dict()


def write_extension(
    base: IndexBundle,
    changes: Iterable[Change],
    folder: Path,
    encoder: Encoder,
    options: BuildSettings,
    reader: RecordReader | None = None,
) -> dict[str, int]:
    """Write records, words and vectors of the new version into an empty folder.

    Args:
        base: the version to start from.
        changes: one an id; they may be already in the base.
        folder: empty.
        encoder: the one the base was built with.
        options: the ones the base was built with.
        reader: of the pictures of what changed; the one that read those of the base.

    Returns:
        The counts for the manifest.

    Raises:
        IndexCorrupt: the words of the base are damaged.
    """
    if not _is_whole(base, LEXICAL):
        raise IndexCorrupt(f"the lexical index of {base.folder} is damaged; rebuild the index")
    kept = np.ones(len(base.records), np.bool_)
    records = []
    for change in changes:
        row = base.records.row(change.id)
        if row is not None:
            kept[row] = False
        if change.record is not None:
            records.append(change.record)
    vectors = VectorExtension(base.folder / VECTORS, folder / VECTORS, kept, encoder.dimension)
    with (
        RecordExtension(base.records, base.folder, folder, kept) as table,
        LexicalExtension(base.folder / LEXICAL, folder / LEXICAL, kept) as words,
        PictureWriter(reader=reader) as pictures,
    ):
        if base.has_pictures:
            stored = PictureArrays.load(base.folder / PICTURES)
            pictures.keep(stored, lambda name: _stays(base, kept, name))
        recordings = RecordingWriter(folder / RECORDINGS, pictures)
        if base.has_recordings:
            recordings.keep(RecordingArrays.load(base.folder / RECORDINGS), lambda name: _stays(base, kept, name))
        outlines = OutlineExtension(base.outlines, folder / OUTLINES, kept)
        for row in np.flatnonzero(~kept).tolist():
            gone = field_texts(base.records.evidence(row))
            outlines.forget({name: terms_of(text) for name, text in gone.items()})
        parts = Parts(words, outlines, pictures, recordings, vectors, encoder, options)
        for record in records:
            parts.add(table.add(record), record)
        parts.flush()
        rows = len(table)
    for left_out in parts.finish(folder, rows, Base(_passages(base), kept)):
        log.warning("%s", left_out.message)
    counts = {"records": rows, "vectors": len(vectors), **_kinds(folder)}
    said = _write_picture_texts(base, kept, pictures.said, folder / PICTURE_TEXTS, encoder, options)
    return {**counts, PICTURE_TEXTS: said} if said else counts


def _write_picture_texts(
    base: IndexBundle, kept: Mask, said: Sequence[Evidence], folder: Path, encoder: Encoder, options: BuildSettings
) -> int:
    """Let the index of what pictures say grow likewise; returns how many they are, and writes nothing for none."""
    before = base.picture_texts
    stored = [before.records.evidence(row) for row in range(len(before))] if before else []
    gone = [record.id for record in stored if not _stays(base, kept, owner_of(record))]
    total = len(stored) - len(gone) + len(said)
    if not total:
        return 0
    folder.mkdir()
    if before is None or len(gone) == len(stored):
        write_all(said, folder, encoder, options)
    else:
        new = {record.id: record for record in said}
        ids = dict.fromkeys((*gone, *new))
        write_extension(before, [Change(each, new.get(each)) for each in ids], folder, encoder, options)
    return total


def _passages(base: IndexBundle) -> PassageIndex | None:
    """The base's passages if they are whole and can be read."""
    try:
        return base.passages if _is_whole(base, PASSAGES) else None
    except IndexProblem:
        return None


def _is_whole(base: IndexBundle, part: str) -> bool:
    """Whether the files of a part are what the manifest says: what is copied out of them gets a new checksum."""
    entries = {name: entry for name, entry in base.manifest.files.items() if name.startswith(f"{part}/")}
    try:
        return all(sha256_of(base.folder / name) == entry.sha256 for name, entry in entries.items())
    except OSError:
        return False


def _stays(base: IndexBundle, kept: Mask, evidence_id: str) -> bool:
    row = base.records.row(evidence_id)
    return row is not None and bool(kept[row])


def _kinds(folder: Path) -> dict[str, int]:
    by_kind = Counter(RecordTable(folder).column("kind").to_pylist())
    return {kind.value: by_kind[kind.value] for kind in Kind if by_kind[kind.value]}
