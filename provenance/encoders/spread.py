"""Encoding on the workers of a cluster, batch by batch as it would be done here, and therefore with the same result."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from provenance.cluster import Cluster
from provenance.encoders.base import Encoder, Vectors
from provenance.encoders.registry import open_encoder
from provenance.encoders.shards import ShardFolder
from provenance.errors import JobError


class OpenEncoder(Hashable, Protocol):
    """Opens an encoder, wherever it is called; equal ones open equal encoders."""

    def __call__(self) -> Encoder:
        """The encoder."""


@dataclass(frozen=True, slots=True)
class Named:
    """Opens an encoder by its name."""

    name: str

    def __call__(self) -> Encoder:
        """See `OpenEncoder`."""
        return open_encoder(self.name)


class SpreadEncoder:
    """An encoder whose batches are encoded by the workers of a cluster, many at a time.

    Args:
        cluster: where.
        make: opens the encoder on a worker, once for each.
        aside: folder that keeps finished batches until the build is done, so that a build that was killed goes on
            where it was; None keeps none.
    """

    def __init__(self, cluster: Cluster, make: OpenEncoder, aside: Path | None = None) -> None:
        self._cluster, self._make = cluster, make
        self._shards = ShardFolder(aside) if aside else None
        here = _opened(make)
        self.name, self.revision, self.dimension = here.name, here.revision, here.dimension

    @property
    def width(self) -> int:
        """Batches that are worth having begun at a time."""
        return self._cluster.width

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        """See `Encoder.encode`."""
        return self.begin(texts, query=query)()

    def begin(self, texts: Sequence[str], *, query: bool = False) -> Callable[[], Vectors]:
        """Have a batch encoded; what is returned waits for the vectors."""
        shard = shard_id(self.revision, texts, query=query)
        if self._shards is not None and (known := self._shards.get(shard)) is not None:
            return lambda: known
        result = self._cluster.begin(_encode, self._make, self.revision, list(texts), query)

        def vectors() -> Vectors:
            found = result()
            if self._shards is not None:
                self._shards.put(shard, found)
            return found

        return vectors


def shard_id(revision: str, texts: Sequence[str], *, query: bool) -> str:
    """Names a batch by what is encoded and with what: the same batch has the same name on every try."""
    digest = blake2b(f"{revision}\0{query}\0{len(texts)}".encode(), digest_size=20)
    for text in texts:
        digest.update(f"\0{len(text)}\0{text}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _encode(make: OpenEncoder, revision: str, texts: list[str], query: bool) -> Vectors:
    """What a worker does."""
    encoder = _opened(make)
    if encoder.revision != revision:
        raise JobError(
            f"a worker has {encoder.name} {encoder.revision}, the job {revision}; install the same on all machines"
        )
    return encoder.encode(texts, query=query)


@lru_cache(maxsize=1)
def _opened(make: OpenEncoder) -> Encoder:
    return make()
