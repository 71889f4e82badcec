"""Seals a folder that holds the files of a version: names it, and promises what is in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from provenance.encoders import Encoder
from provenance.indexing.bundle import PICTURES
from provenance.indexing.manifest import Manifest, Model, entries_of
from provenance.indexing.picture_reader import RecordReader, read_by
from provenance.jobs.build_settings import BuildSettings
from provenance.store.records import RECORDS_FILE


def seal(
    folder: Path,
    *,
    encoder: Encoder,
    counts: Mapping[str, int],
    options: BuildSettings,
    now: datetime,
    reader: RecordReader | None = None,
) -> Manifest:
    """Write the manifest.

    Args:
        folder: with every other file in it.
        encoder: that made the vectors.
        counts: what is in it.
        options: what it was built with.
        now: time of the build; zone-aware.
        reader: of the text in pictures.

    Returns:
        The manifest, whose version is the name the folder is to get.
    """
    files = entries_of(folder)
    # Of what the index is built from.
    content = json.dumps([files[RECORDS_FILE].sha256, encoder.revision, options.to_dict()], sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    moment = now.astimezone(UTC)
    manifest = Manifest(
        version=f"{moment:%Y%m%dT%H%M%SZ}-{digest}",
        created=moment.isoformat(timespec="seconds"),
        model=Model(name=encoder.name, revision=encoder.revision, dimension=encoder.dimension),
        counts=counts,
        files=files,
        settings=options.to_dict(),
        picture_text=read_by(reader) if (folder / PICTURES).is_dir() else None,
    )
    manifest.write(folder)
    return manifest
