"""Publishes a finished version, wherever it is served from: there first, then by the pointer."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import ProvenanceError
from provenance.indexing.bundle import CURRENT_FILE
from provenance.indexing.manifest import Manifest
from provenance.jobs.publish import publish
from provenance.jobs.versions import names

if TYPE_CHECKING:
    from provenance.indexing.milvus.store import MilvusStore

log = logging.getLogger(__name__)


def announce(folder: Path, indexes: Path, manifest: Manifest, store: MilvusStore | None) -> Path:
    """Make a sealed folder the published version.

    A reader opens what the pointer names, and of Milvus the rows that this very version sees, which are complete before
    the pointer moves. The aliases follow; what only pruned versions saw goes.

    Returns:
        Where the version lies now.

    Raises:
        JobError: Milvus refused what readers need; what was published still is.
    """
    target = indexes / manifest.version
    if store is not None:
        _send(folder, indexes, manifest.version, store)
    publish(folder, target, indexes / CURRENT_FILE)
    if store is not None:
        from provenance.indexing.milvus.aliases import forget_others, point_aliases

        try:
            point_aliases(store, manifest.version)
            forget_others(store, names(indexes))
        except ProvenanceError as error:  # readers have what they need; the next run does this first
            log.warning("published, but the aliases in Milvus did not follow: %s", error, extra={"event": "milvus"})
    return target


def bring(folder: Path, indexes: Path, store: MilvusStore) -> None:
    """Let the published version be served from Milvus, where it is not yet or no longer; its aliases name it.

    Raises:
        JobError: Milvus refused.
    """
    from provenance.indexing.milvus.aliases import is_served, point_aliases

    if not is_served(store, folder.name):
        _send(folder, indexes, folder.name, store)
    point_aliases(store, folder.name)


def _send(folder: Path, indexes: Path, version: str, store: MilvusStore) -> None:
    from provenance.indexing.milvus.publish import upload

    for sent in upload(folder, store, version, indexes):
        log.info("Milvus at %s: %s", store.uri, sent, extra={"event": "milvus", "part": sent.part})
