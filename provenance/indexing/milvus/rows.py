"""What a row of a collection says beside its payload: whose it is, and in which versions it lives.

A collection stands for many nights. A row is of a record, which goes by the hash of its id, and is the record's first,
second … item there. It lives from the version `since` on, up to but not in the version `until`; a version sees the rows
that live at its moment, whatever is added or ended afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.indexing.milvus.store import MOST, MilvusStore, index_errors, moment_of

Numbers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

#: What is asked of a hit.
OWNER, NTH = "owner", "nth"


def living(moment: int) -> str:
    """The rows that a version sees."""
    return f"since <= {moment} and until > {moment}"


@dataclass(frozen=True, slots=True)
class Hits:
    """Of one query, nearest first: the record of each hit, which of its items it is, and Milvus's own score.

    Attributes:
        owners: uint64, shape (n,).
        nth: int64, shape (n,).
        scores: float32, shape (n,).
    """

    owners: Hashes
    nth: Numbers
    scores: npt.NDArray[np.float32]


class Standing:
    """One part of one version, as a collection serves it.

    Args:
        client: connected.
        store: whose names count.
        version: that is read.
        part: one of `store.PARTS`.
    """

    def __init__(self, client: Any, store: MilvusStore, version: str, part: str) -> None:
        self._client = client
        self._name = store.at(version, part)
        self._where = living(moment_of(version))
        with index_errors(self._name):
            client.load_collection(self._name)

    def nearest(self, queries: Sequence[Any], limit: int, metric: str, params: dict[str, Any]) -> list[Hits]:
        """The nearest rows of each query that the version sees.

        Args:
            queries: as the field takes them.
            limit: hits of a query, `store.MOST` at most.
            metric: of the collection.
            params: of the search.
        """
        with index_errors(self._name):
            answers = self._client.search(
                self._name,
                data=list(queries),
                anns_field="payload",
                limit=min(limit, MOST),
                filter=self._where,
                output_fields=[OWNER, NTH],
                search_params={"metric_type": metric, "params": params},
            )
        return [_hits(answer) for answer in answers]


def _hits(answer: Any) -> Hits:
    owners = np.array([hit[OWNER] for hit in answer], np.int64).view(np.uint64)
    nth = np.array([hit[NTH] for hit in answer], np.int64)
    return Hits(owners, nth, np.array([hit["distance"] for hit in answer], np.float32))


def keys(owners: Hashes, nth: Numbers, since: int = 0) -> Numbers:
    """A number for an item of a record, or for a row of it; two get the same one less often than once in 10¹⁸ pairs."""
    with np.errstate(over="ignore"):
        mixed = _mix(owners ^ _mix(nth.astype(np.uint64) ^ _mix(np.full(1, since, np.uint64))))
    return np.asarray(mixed.view(np.int64))


def _mix(values: Hashes) -> Hashes:
    """The finaliser of splitmix64 (Steele, Lea and Flood, OOPSLA 2014): every bit of a value moves every other."""
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))
