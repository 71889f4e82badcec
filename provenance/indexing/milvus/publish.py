"""Brings a version into Milvus: what changed is sent, what ended is marked, and only then gets the version its alias.

Nothing that an older version sees is altered on the way: its readers keep their answers. A run that was killed leaves
rows of a version that nobody can name; the next one takes them back.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from provenance.errors import IndexProblem, JobError
from provenance.indexing.bm25 import CHANNELS
from provenance.indexing.manifest import Manifest
from provenance.indexing.milvus.aliases import aliases_of, drop
from provenance.indexing.milvus.items import HashItems, Items, VectorItems, WordItems, difference, has_pictures
from provenance.indexing.milvus.kinds import KINDS
from provenance.indexing.milvus.rows import Numbers, keys, living
from provenance.indexing.milvus.store import MOST, OPEN, PARTS, MilvusStore, job_errors, moment_of
from provenance.indexing.vector import FLAT_UNTIL

log = logging.getLogger(__name__)

#: Rows sent at a time: 12 MB of vectors, a fifth of what a server takes in one message.
_BATCH = 8_000

#: Rows asked for at a time by the names of their records; a record that has more than the rest of `MOST` is refused.
_NAMED = 4_000

#: The key of the row that says how long texts were when a collection of words was begun. No version sees it.
_ABOUT = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """What a publication did with one part.

    Attributes:
        part: one of `store.PARTS`.
        rows: that the version sees.
        added: rows that were sent.
        ended: rows that the version sees no longer.
        begun: whether a collection was begun.
    """

    part: str
    rows: int
    added: int
    ended: int
    begun: bool

    def __str__(self) -> str:
        how = "a collection begun" if self.begun else f"{self.added:,} added, {self.ended:,} ended"
        return f"{self.part}: {self.rows:,} rows, {how}"


def upload(folder: Path, store: MilvusStore, version: str, indexes: Path) -> list[Sent]:
    """Make a version readable in Milvus.

    Args:
        folder: of the version, sealed.
        store: where to.
        version: its name.
        indexes: folder of the older versions; from the newest of them that is in Milvus, only changes are sent.

    Returns:
        What was done with each part that is served.

    Raises:
        JobError: Milvus refused; nothing that is published was touched.
    """
    client = store.connect()
    parts = [part for part in PARTS if part in ("vectors", "words") or has_pictures(folder)]
    try:
        with job_errors(store):
            done = [UploadedPart(client, store, part, folder, version).bring(indexes) for part in parts]
    finally:
        client.close()
    return [sent for sent in done if sent is not None]


class UploadedPart:
    """One part of a version on its way into Milvus."""

    def __init__(self, client: Any, store: MilvusStore, part: str, folder: Path, version: str) -> None:
        self._client, self._store, self._part = client, store, part
        self._folder, self._version, self._moment = folder, version, moment_of(version)
        self._kind = KINDS[part]

    def bring(self, indexes: Path) -> Sent | None:
        """Send what the version has, or what is new in it; None where the server does not know such fields."""
        grown = self._grown_from(indexes)
        if grown is not None:
            return self._extend(*grown)
        return self._begin()

    def _grown_from(self, indexes: Path) -> tuple[str, str] | None:
        """The collection that can be extended, and the newest version in it, which lies in `indexes`."""
        for name in self._store.collections(self._client, self._part)[:1]:
            known = {self._store.at(path.name, self._part): path.name for path in indexes.glob("*T*Z-*")}
            there = [known[alias] for alias in aliases_of(self._client, name) if alias in known]
            before = max(there, default=None, key=moment_of)
            if before is not None and moment_of(before) < self._moment and self._fits(indexes / before):
                return name, before
        return None

    def _fits(self, base: Path) -> bool:
        try:
            old, new = Manifest.read(base), Manifest.read(self._folder)
        except IndexProblem:
            return False
        if self._part in ("pdq", "dct"):
            return has_pictures(base)
        grew = old.counts["vectors"] <= FLAT_UNTIL < new.counts["vectors"]
        return self._part == "words" or (old.model == new.model and not grew)

    def _begin(self) -> Sent | None:
        from pymilvus.exceptions import MilvusException

        name, items = self._store.collection(self._version, self._part), self._items(self._folder)
        drop(self._client, name)  # of a run that did not come to its end
        try:
            with _without_alarm():
                self._create(name, items)
        except MilvusException as error:
            if self._part == "vectors":
                raise
            drop(self._client, name)
            log.warning(
                "Milvus at %s does not serve %s, which are answered from the version's own files: %s",
                self._store.uri,
                "words" if self._part == "words" else f"hashes of pictures ({self._part})",
                error.message,
                extra={"event": "milvus", "part": self._part},
            )
            return None
        if isinstance(items, WordItems):
            self._note(name, items.means)
        self._insert(name, items, np.arange(len(items)))
        self._client.flush(name)
        self._client.load_collection(name)
        return self._finish(name, Sent(self._part, len(items), len(items), 0, begun=True))

    def _extend(self, name: str, before: str) -> Sent:
        self._client.load_collection(name)
        self._take_back(name, before)
        means = self._noted(name) if self._part == "words" else None
        items, old = self._items(self._folder, means), self._items(self._folder.parent / before, means)
        added, gone = difference(items, old)
        self._insert(name, items, added)
        self._end(name, old, gone)
        self._client.flush(name)
        return self._finish(name, Sent(self._part, len(items), len(added), len(gone), begun=False))

    def _finish(self, name: str, sent: Sent) -> Sent:
        held = self._count(name)
        if held != sent.rows:
            raise JobError(
                f"Milvus at {self._store.uri} holds {held} of {sent.rows} {self._part}; nothing was published"
            )
        alias = self._store.at(self._version, self._part)
        self._client.create_alias(collection_name=name, alias=alias)
        return sent

    def _items(self, folder: Path, means: dict[str, float] | None = None) -> Any:
        if self._part == "vectors":
            return VectorItems(folder)
        return WordItems(folder, means) if self._part == "words" else HashItems(folder, self._part)

    def _create(self, name: str, items: Any) -> None:
        from pymilvus import DataType

        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("key", DataType.INT64, is_primary=True)
        for field in ("owner", "nth", "since", "until"):
            schema.add_field(field, DataType.INT64)
        size = {"vectors": "dimension", "pdq": "bits", "dct": "bits"}.get(self._part)
        dim = {"dim": getattr(items, size)} if size else {}
        schema.add_field("payload", getattr(DataType, self._kind.field), **dim)
        params = self._client.prepare_index_params()
        params.add_index("payload", metric_type=self._kind.metric, **self._kind.index(len(items)))
        self._client.create_collection(name, schema=schema)
        self._client.create_index(name, params)

    def _insert(self, name: str, items: Items, numbers: Numbers) -> None:
        for start in range(0, len(numbers), _BATCH):
            part = numbers[start : start + _BATCH]
            owners, nth = items.owners[part], items.nth[part]
            columns = (
                keys(owners, nth, self._moment).tolist(),
                owners.view(np.int64).tolist(),
                nth.tolist(),
                items.values(part),
            )
            rows = [_row(*values, since=self._moment, until=OPEN) for values in zip(*columns, strict=True)]
            self._client.insert(name, rows)

    def _end(self, name: str, old: Items, gone: Numbers) -> None:
        """Let rows live until now. A row is swapped for its new self in one step, so that no reader misses it."""
        wanted = set(zip(old.owners[gone].view(np.int64).tolist(), old.nth[gone].tolist(), strict=True))
        owners = np.unique(old.owners[gone])
        every = np.sort(old.owners)
        items = np.searchsorted(every, owners, "right") - np.searchsorted(every, owners)
        groups = np.cumsum(items) // _NAMED
        for group in np.unique(groups).tolist():
            named = owners[groups == group].view(np.int64).tolist()
            rows = self._rows(name, f"owner in {named} and until == {OPEN} and since < {self._moment}")
            self._stamp(name, [row for row in rows if (row["owner"], row["nth"]) in wanted], self._moment)

    def _take_back(self, name: str, before: str) -> None:
        """Undo what a run that was killed had begun after a version, and forget what it had named."""
        for alias in aliases_of(self._client, name):
            if alias.startswith(self._store.at("", "")[:-1]) and alias > self._store.at(before, self._part):
                self._client.drop_alias(alias)
        last = moment_of(before)
        self._client.delete(name, filter=f"since > {last}")
        while rows := self._rows(name, f"until > {last} and until < {OPEN}"):
            self._stamp(name, rows, OPEN)

    def _rows(self, name: str, where: str) -> list[dict[str, Any]]:
        found = self._client.query(name, filter=where, output_fields=["*"], limit=MOST, consistency_level="Strong")
        return [dict(row) for row in found]

    def _stamp(self, name: str, rows: list[dict[str, Any]], until: int) -> None:
        for row in rows:
            row["until"] = until
            if isinstance(row["payload"], list) and row["payload"] and isinstance(row["payload"][0], bytes):
                (row["payload"],) = row["payload"]  # so are hashes given, but not taken
        for start in range(0, len(rows), _BATCH):
            self._client.upsert(name, rows[start : start + _BATCH])

    def _count(self, name: str) -> int:
        where = living(self._moment)
        found = self._client.query(name, filter=where, output_fields=["count(*)"], consistency_level="Strong")
        return int(found[0]["count(*)"])

    def _note(self, name: str, means: Mapping[str, float]) -> None:
        weights = {at: means[channel] + 1.0 for at, channel in enumerate(CHANNELS)}
        self._client.insert(name, [_row(_ABOUT, 0, 0, weights, since=0, until=0)])

    def _noted(self, name: str) -> dict[str, float]:
        (row,) = self._rows(name, f"key == {_ABOUT}")
        return {channel: row["payload"][at] - 1.0 for at, channel in enumerate(CHANNELS)}


@contextmanager
def _without_alarm() -> Iterator[None]:
    """What a server does not know is an answer here; pymilvus would print where it was raised."""
    logger = logging.getLogger("pymilvus.decorators")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _row(key: int, owner: int, nth: int, payload: Any, *, since: int, until: int) -> dict[str, Any]:
    return {"key": key, "owner": owner, "nth": nth, "since": since, "until": until, "payload": payload}
