"""The indexes of a version whose searches Milvus answers. Which row owns what is still known here.

Each is the embedded index with another first step: Milvus names the nearest, and what follows is done as ever, with the
version's own files (exact products, narrow filters). So answers differ only where Milvus misses a neighbour.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexMissing
from provenance.indexing.analysis import terms_of
from provenance.indexing.base import Mask, Similarities
from provenance.indexing.hashes import Codes, HashIndex
from provenance.indexing.lexical import FACTS, LexicalIndex, LexicalQuery, weighted_terms
from provenance.indexing.milvus.kinds import KINDS
from provenance.indexing.milvus.rows import Hits, Numbers, Standing
from provenance.indexing.milvus.store import MOST, MilvusStore, index_errors
from provenance.indexing.milvus.weights import dimension
from provenance.indexing.picture_store import PictureArrays
from provenance.indexing.vector import VectorIndex
from provenance.store.ids import hash_of

#: Hash of an id → row, -1 where there is none.
Rows = Callable[[npt.NDArray[np.uint64]], Numbers]


class Served:
    """What Milvus serves of a version: asked, not guessed, since servers differ in what they can.

    Args:
        store: where it is.
        version: that is read.
        rows: from the hash of an id to its row.
    """

    def __init__(self, store: MilvusStore, version: str, rows: Rows) -> None:
        self._store, self._version, self._rows = store, version, rows
        self._client = store.connect()
        self._has: dict[str, bool] = {}
        if not self.has("vectors"):
            raise IndexMissing(
                f"Milvus at {store.uri} has no {store.at(version, 'vectors')}; bring the index there with: "
                "provenance index update --settings FILE"
            )

    def has(self, part: str) -> bool:
        """Whether this part is served from there."""
        if part not in self._has:
            with index_errors(part):
                self._has[part] = bool(self._client.has_collection(self._store.at(self._version, part)))
        return self._has[part]

    def vectors(self, folder: Path) -> VectorIndex:
        """Search by vectors; `folder` holds them."""
        index = MilvusVectors.open(folder)
        index.serve(self._standing("vectors"), self._rows)
        return index

    def words(self, folder: Path) -> LexicalIndex:
        """Search by words; `folder` holds them."""
        if not self.has("words"):
            return LexicalIndex.open(folder)
        index = MilvusWords.open(folder)
        segments = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["segments"]
        index.serve(self._standing("words"), self._rows, sum(int(segment["max_doc"]) for segment in segments))
        return index

    def hashes(self, kind: str, arrays: PictureArrays) -> HashIndex:
        """Search by one kind of hash (`pdq` or `dct`)."""
        codes = arrays.pdq if kind == "pdq" else arrays.dct
        return (
            MilvusHashes(codes, self._standing(kind), owners_of_hashes(arrays)) if self.has(kind) else HashIndex(codes)
        )

    def _standing(self, part: str) -> Standing:
        return Standing(self._client, self._store, self._version, part)


class MilvusVectors(VectorIndex):
    """A `VectorIndex` that asks Milvus for the nearest vectors."""

    def serve(self, standing: Standing, rows: Rows) -> None:
        """Say who answers."""
        self._standing, self._row_of_owner = standing, rows

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

    def _nearest(self, matrix: Similarities, fetch: int) -> list[Numbers]:
        limit = min(MOST, fetch)
        kind = KINDS["vectors"]
        found = self._standing.nearest(matrix.tolist(), limit, kind.metric, kind.search(limit))
        return [self._numbers(hits) for hits in found]

    def _numbers(self, hits: Hits) -> Numbers:
        rows = self._row_of_owner(hits.owners)
        known = rows >= 0
        return np.asarray(self._first[rows[known]] + hits.nth[known], np.int64)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query in both tongues."""

    sparse: dict[int, float]
    own: Any


class MilvusWords(LexicalIndex):
    """A `LexicalIndex` that asks Milvus for the best records; how rare a term is, its own files say."""

    def serve(self, standing: Standing, rows: Rows, documents: int) -> None:
        """Say who answers, and among how many documents terms are counted: with those removed but not yet merged."""
        self._standing, self._row_of_owner, self._documents = standing, rows, documents

    def _parse(self, query: LexicalQuery) -> Any:
        own = super()._parse(query)
        if own is None:
            return None
        terms = weighted_terms(terms_of(query.text), query.boosts)
        return self._both([(f"{name}_{part}", term, weight) for name, part, term, weight in terms], own)

    def _parse_facts(self, facts: Sequence[str]) -> Any:
        own = super()._parse_facts(facts)
        return None if own is None else self._both([(FACTS, term, 1.0) for term in facts], own)

    def _both(self, terms: list[tuple[str, str, float]], own: Any) -> _Asked:
        sparse: dict[int, float] = {}
        for channel, term, weight in terms:
            if holding := self._searcher.doc_freq(channel, term):
                at = dimension(channel, term)
                rarity = math.log(1 + (self._documents - holding + 0.5) / (holding + 0.5))
                sparse[at] = sparse.get(at, 0.0) + weight * rarity
        return _Asked(sparse, own)

    def _hits(self, parsed: Any, fetch: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        if not isinstance(parsed, _Asked):  # narrowed to some rows, which its own files answer exactly
            return super()._hits(parsed, fetch)
        if fetch > MOST:
            return super()._hits(parsed.own, fetch)
        kind = KINDS["words"]
        (hits,) = self._standing.nearest([parsed.sparse], fetch, kind.metric, kind.search(fetch))
        rows = self._row_of_owner(hits.owners)
        known = rows >= 0
        return hits.scores[known], rows[known]

    def _among(self, parsed: Any, allowed: Mask) -> Any:
        return super()._among(parsed.own, allowed)


class MilvusHashes(HashIndex):
    """A `HashIndex` that asks Milvus.

    Args:
        codes: uint8, shape (hashes, bytes); for filters.
        standing: who answers.
        owners: uint64, shape (hashes,): of each hash the hash of its record's id.
    """

    def __init__(self, codes: Codes, standing: Standing, owners: npt.NDArray[np.uint64]) -> None:
        super().__init__(codes)
        self._standing = standing
        self._order = np.argsort(owners, kind="stable")
        self._owners = owners[self._order]

    def _nearest(self, asked: Codes, fetch: int) -> list[tuple[Numbers, Numbers]]:
        kind = KINDS[{64: "dct", 256: "pdq"}[self.bits]]
        queries = [code.tobytes() for code in asked]
        return [
            (hits.scores.astype(np.int64), self._order[np.searchsorted(self._owners, hits.owners) + hits.nth])
            for hits in self._standing.nearest(queries, fetch, kind.metric, kind.search(fetch))
        ]


def owners_of_hashes(arrays: PictureArrays) -> npt.NDArray[np.uint64]:
    """Of each hash of some pictures the hash of its record's id."""
    owners = np.array([hash_of(key.evidence_id) for key in arrays.keys], np.uint64)
    return np.asarray(owners[arrays.hash_owner])
