"""Vectors served by Milvus: a server by its address, or a file through milvus-lite. No other file imports pymilvus.

Each version of an index has a collection of its own, named after it, so that a reader never sees a mix; an alias names
the published one for everybody else, and is moved in one step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt, IndexMissing, JobError, MissingExtra
from provenance.indexing.base import Mask, Similarities
from provenance.indexing.vector import FLAT_UNTIL, VectorIndex
from provenance.indexing.vector_writer import LISTS_PER_ROOT

#: Milvus returns no more neighbours than this for one query, and takes no longer lists of keys.
MOST = 16_384

#: Fewer allowed vectors than this are fetched and compared here.
FETCH_UNTIL = 4_000

#: Vectors sent at a time: 12 MB, a fifth of what a server takes in one message.
_BATCH = 8_000

_PREFIX = "provenance_"


@dataclass(frozen=True, slots=True)
class MilvusStore:
    """Where the collections are.

    Attributes:
        uri: `http://host:port` of a server or cluster, or a path ending in `.db`, which one process at a time may open.
        alias: names the collection of the published version.
        token: `user:password`, where the server wants one.
    """

    uri: str
    alias: str = "provenance"
    token: str = field(default="", repr=False)

    def connect(self) -> Any:
        """A client.

        Raises:
            MissingExtra: pymilvus or milvus-lite is not installed.
            IndexMissing: nobody answers.
        """
        try:
            from pymilvus import MilvusClient
        except ImportError:
            raise MissingExtra("milvus", "pymilvus") from None
        from pymilvus.exceptions import MilvusException

        try:
            return MilvusClient(uri=self.uri, token=self.token)
        except (MilvusException, OSError, ValueError) as error:
            raise IndexMissing(f"Milvus at {self.uri} does not answer: {error}") from error


def collection_of(version: str) -> str:
    """The collection of a version; letters, digits and underscores are allowed in its name."""
    return _PREFIX + re.sub(r"\W", "_", version, flags=re.ASCII)


class MilvusVectors(VectorIndex):
    """A `VectorIndex` whose vectors lie in a collection. Which row owns which vector is still known here.

    Args:
        folder: of the version's vectors; of them only the small arrays are read.
        store: where the collection is.
        version: of the index.
    """

    def __init__(self, folder: Path, store: MilvusStore, version: str) -> None:
        super().__init__(folder)
        self._client = store.connect()
        self._collection = collection_of(version)
        with _index_errors(self._collection):
            if not self._client.has_collection(self._collection):
                raise IndexMissing(
                    f"Milvus at {store.uri} has no collection {self._collection}; publish the index there"
                )
            self._client.load_collection(self._collection)

    def _scan_until(self) -> int:
        return FETCH_UNTIL

    def _stored(self, numbers: npt.NDArray[np.int64]) -> Similarities:
        """See `VectorIndex`; fetched by number."""
        wanted, place = np.unique(numbers, return_inverse=True)
        out = np.empty((len(wanted), self.dimension), np.float32)
        for start in range(0, len(wanted), FETCH_UNTIL):
            part = wanted[start : start + FETCH_UNTIL].tolist()
            with _index_errors(self._collection):
                rows = self._client.get(self._collection, ids=part, output_fields=["number", "vector"])
            found = {row["number"]: row["vector"] for row in rows}
            if len(found) != len(part):
                raise IndexCorrupt(f"Milvus collection {self._collection} lacks vectors; publish the index there again")
            out[start : start + len(part)] = [found[number] for number in part]
        return out[place]

    def _ask(self, matrix: Similarities, fetch: int, eligible: Mask | None) -> Any:
        """See `VectorIndex`. Filters are applied to what comes back, of which then more is asked for."""
        if eligible is None:
            return self._nearest(matrix, fetch)
        limit = min(MOST, int(fetch / float(eligible.mean())) + fetch)
        out = []
        for found in self._nearest(matrix, limit):
            kept = found[eligible[found]]
            if len(kept) < fetch and limit == MOST:
                kept = np.flatnonzero(eligible)  # too few to be found that way: all are compared
            out.append(kept)
        return out

    def _nearest(self, matrix: Similarities, fetch: int) -> list[npt.NDArray[np.int64]]:
        limit = min(MOST, fetch, len(self._owners))
        with _index_errors(self._collection):
            answers = self._client.search(
                self._collection,
                data=list(matrix),
                anns_field="vector",
                limit=limit,
                search_params=_search_params(limit),
            )
        return [np.array([hit["number"] for hit in answer], np.int64) for answer in answers]


def upload(folder: Path, store: MilvusStore, version: str) -> int:
    """Make the collection of a version out of its vectors; one that is there already is made anew.

    Args:
        folder: of the version's vectors, as `VectorWriter` leaves it.
        store: where to.
        version: of the index.

    Returns:
        The number of vectors.

    Raises:
        JobError: Milvus refused; nothing that is published was touched.
    """
    client, name = store.connect(), collection_of(version)
    local = VectorIndex.open(folder)
    count = local.vectors
    with _job_errors(store):
        if client.has_collection(name):
            client.drop_collection(name)
        client.create_collection(name, schema=_schema(client, local.dimension))
        for start in range(0, count, _BATCH):
            numbers = np.arange(start, min(start + _BATCH, count))
            vectors = local._stored(numbers)
            rows = local._owners[numbers].tolist()
            named = zip(numbers.tolist(), rows, vectors, strict=True)
            client.insert(name, [{"number": number, "row": row, "vector": vector} for number, row, vector in named])
        client.flush(name)
        client.create_index(name, _index_params(client, count))
        client.load_collection(name)
        held = int(client.query(name, filter="", output_fields=["count(*)"])[0]["count(*)"]) if count else 0
    client.close()
    if held != count:
        raise JobError(f"Milvus at {store.uri} holds {held} of {count} vectors; nothing was published")
    return count


def point_alias(store: MilvusStore, version: str) -> None:
    """Let the alias name the collection of a version, in one step.

    Raises:
        JobError: Milvus refused.
    """
    client, name = store.connect(), collection_of(version)
    with _job_errors(store):
        known = any(store.alias in client.list_aliases(each).get("aliases", ()) for each in _collections(client))
        (client.alter_alias if known else client.create_alias)(collection_name=name, alias=store.alias)
    client.close()


def aliased(store: MilvusStore) -> str:
    """The collection that the alias names."""
    client = store.connect()
    with _job_errors(store):
        name = str(client.describe_alias(store.alias)["collection_name"])
    client.close()
    return name


def drop_others(store: MilvusStore, versions: list[str]) -> list[str]:
    """Remove the collections of versions that are no more; returns their names."""
    client = store.connect()
    keep = {collection_of(version) for version in versions}
    with _job_errors(store):
        gone = [
            name
            for name in _collections(client)
            if name not in keep and not client.list_aliases(name).get("aliases", ())
        ]
        for name in gone:
            client.drop_collection(name)
    client.close()
    return gone


def _collections(client: Any) -> list[str]:
    return sorted(name for name in client.list_collections() if name.startswith(_PREFIX))


def _schema(client: Any, dimension: int) -> Any:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("number", DataType.INT64, is_primary=True)
    schema.add_field("row", DataType.INT64)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    return schema


def _index_params(client: Any, count: int) -> Any:
    params = client.prepare_index_params()
    if count <= FLAT_UNTIL:
        params.add_index("vector", index_type="FLAT", metric_type="IP")
    else:
        lists = {"nlist": min(65_536, int(LISTS_PER_ROOT * count**0.5))}
        params.add_index("vector", index_type="IVF_SQ8", metric_type="IP", params=lists)
    return params


def _search_params(limit: int) -> dict[str, Any]:
    from provenance.indexing.vector import PROBES

    return {"metric_type": "IP", "params": {"nprobe": max(PROBES, limit // 64)}}


@contextmanager
def _index_errors(collection: str) -> Iterator[None]:
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except MilvusException as error:
        raise IndexCorrupt(f"Milvus collection {collection}: {error.message}") from error


@contextmanager
def _job_errors(store: MilvusStore) -> Iterator[None]:
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except MilvusException as error:
        raise JobError(f"Milvus at {store.uri}: {error.message}; what was published is untouched") from error
