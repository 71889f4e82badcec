"""Where Milvus is, how its things are named, and what its errors mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from provenance.errors import IndexCorrupt, IndexMissing, JobError, MissingExtra

#: Milvus returns no more hits than this for one query, nor more rows.
MOST = 16_384

#: What can be served. Only vectors must be: what the store cannot serve is answered from the version's own files.
PARTS = ("vectors", "words", "pdq", "dct")

#: `until` of a row that the newest version has.
OPEN = 99_999_999_999_999

#: By address. A server keeps searches and changes apart itself; milvus-lite replaces a row by taking it away first, and
#: a search in between would miss it.
_LOCKS: dict[str, Lock] = {}

_STAMP = re.compile(r"(\d{8})T(\d{6})Z-")


@dataclass(frozen=True, slots=True)
class MilvusStore:
    """Where the collections are.

    Attributes:
        uri: `http://host:port` of a server or cluster, `unix:/socket`, or a path ending in `.db`, which one process at
            a time may open.
        alias: begins the names of everything of this index there; another index needs another one.
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
            client = MilvusClient(uri=self.uri, token=self.token)
        except (MilvusException, OSError, ValueError) as error:
            raise IndexMissing(f"Milvus at {self.uri} does not answer: {error}") from error
        return _OneAtATime(client, self.alone()) if self.uri.endswith(".db") else client

    def alone(self) -> Lock:
        """Whoever holds it uses the file alone: it is open in one process only, whose clients take turns."""
        return _LOCKS.setdefault(self.uri, Lock())

    def collection(self, version: str, part: str) -> str:
        """The collection that was begun with a version."""
        return f"{self.alias}_since_{_plain(version)}_{part}"

    def at(self, version: str, part: str) -> str:
        """The alias that names a version's collection; it is there as soon as all rows of the version are."""
        return f"{self.alias}_at_{_plain(version)}_{part}"

    def published(self, part: str) -> str:
        """The alias that names the collection of the published version."""
        return f"{self.alias}_{part}"

    def collections(self, client: Any, part: str) -> list[str]:
        """The collections of a part, those begun last first."""
        names = (str(name) for name in client.list_collections())
        own = [name for name in names if name.startswith(f"{self.alias}_since_") and name.endswith(f"_{part}")]
        return sorted(own, reverse=True)


class _OneAtATime:
    """A client of a file, each of whose calls waits for those of others."""

    def __init__(self, client: Any, alone: Lock) -> None:
        self._client, self._alone = client, alone

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self._client, name)

        def call(*given: Any, **named: Any) -> Any:
            with self._alone:
                return asked(*given, **named)

        return call


def _plain(version: str) -> str:
    """Letters, digits and underscores are allowed in names."""
    return re.sub(r"\W", "_", version, flags=re.ASCII)


def moment_of(version: str) -> int:
    """The time in the name of a version as a number: of two versions, the later has the larger one.

    Raises:
        JobError: the name holds no time.
    """
    stamp = _STAMP.match(version)
    if stamp is None:
        raise JobError(f"the version {version!r} is not named after its time; build it again to serve it from Milvus")
    return int(stamp[1] + stamp[2])


@contextmanager
def index_errors(collection: str) -> Iterator[None]:
    """What a reader is told.

    Raises:
        IndexCorrupt: Milvus refused something inside the block.
    """
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except MilvusException as error:
        raise IndexCorrupt(f"Milvus collection {collection}: {error.message}") from error


@contextmanager
def job_errors(store: MilvusStore) -> Iterator[None]:
    """What a job is told.

    Raises:
        JobError: Milvus refused something inside the block.
    """
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except MilvusException as error:
        raise JobError(f"Milvus at {store.uri}: {error.message}; what was published is untouched") from error
