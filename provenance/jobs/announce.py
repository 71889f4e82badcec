"""Publishes a finished version, wherever its vectors are served from: there first, then by the pointer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from provenance.indexing.bundle import CURRENT_FILE, VECTORS
from provenance.indexing.manifest import Manifest
from provenance.jobs.publish import publish
from provenance.jobs.versions import names

if TYPE_CHECKING:
    from provenance.indexing.milvus import MilvusStore


def announce(folder: Path, indexes: Path, manifest: Manifest, store: MilvusStore | None) -> Path:
    """Make a sealed folder the published version.

    A reader opens what the pointer names, and of Milvus the collection of that very version, which is complete before
    the pointer moves. The alias follows; collections of versions that were pruned go.

    Returns:
        Where the version lies now.

    Raises:
        JobError: Milvus refused; what was published still is.
    """
    target = indexes / manifest.version
    if store is not None:
        from provenance.indexing.milvus import upload

        upload(folder / VECTORS, store, manifest.version)
    publish(folder, target, indexes / CURRENT_FILE)
    if store is not None:
        from provenance.indexing.milvus import drop_others, point_alias

        point_alias(store, manifest.version)
        drop_others(store, names(indexes))
    return target
