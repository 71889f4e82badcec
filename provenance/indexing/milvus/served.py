"""The indexes of a version whose searches Milvus answers. Which row owns what is still known here.

Each is the embedded index with another first step: Milvus names the nearest, and what follows is done as ever, with the
version's own files (exact products, narrow filters). So answers differ only where Milvus misses a neighbour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexMissing
from provenance.indexing.analysis import terms_of
from provenance.indexing.base import Mask, Ranking, Similarities, best, checked_k, checked_mask
from provenance.indexing.bm25 import FACTS
from provenance.indexing.hashes import Codes, HashIndex
from provenance.indexing.lexical import LexicalIndex
from provenance.indexing.lexical_query import LexicalQuery, weighted_terms
from provenance.indexing.milvus.kinds import KINDS
from provenance.indexing.milvus.rows import Hits, Numbers, Standing
from provenance.indexing.milvus.store import MOST, MilvusStore, index_errors
from provenance.indexing.milvus.weights import dimension
from provenance.indexing.picture_store import PictureArrays
from provenance.indexing.postings import FACT, PAIRS, WORDS
from provenance.indexing.vector import VectorIndex
from provenance.store.ids import hash_of

#: Below this share of allowed rows the own files answer at once.
NARROW = 0.01
#: So many hits are asked for at least, and looked at through each mask: asking costs much, further hits little.
LOOKED_THROUGH = 2_000

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
        index.serve(self._standing("words"), self._rows)
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


class MilvusWords(LexicalIndex):
    """A `LexicalIndex` that asks Milvus for the best records; how rare a term is, its own files say."""

    def serve(self, standing: Standing, rows: Rows) -> None:
        """Say who answers."""
        self._standing, self._row_of_owner = standing, rows

    def search_each(
        self, queries: Sequence[LexicalQuery | str], k: int, masks: Sequence[Mask | None]
    ) -> list[list[Ranking]]:
        """See `LexicalIndex`."""
        asked = [query if isinstance(query, LexicalQuery) else LexicalQuery(query) for query in queries]
        own = super().search_each  # no comprehension knows what `super` means
        return [self._through(self._sparse(_terms_of(query)), k, masks, partial(own, [query], k)) for query in asked]

    def search_facts(self, queries: Sequence[Sequence[str]], k: int, *, allowed: Mask | None = None) -> list[Ranking]:
        """See `LexicalIndex`."""
        found = super().search_facts

        def own(facts: Sequence[str], masks: Sequence[Mask | None]) -> list[list[Ranking]]:
            return [[found([facts], k, allowed=mask)[0] for mask in masks]]

        sparse = [self._sparse([(FACTS, FACT, term, 1.0) for term in facts]) for facts in queries]
        through = zip(queries, sparse, strict=True)
        return [self._through(each, k, [allowed], partial(own, facts))[0] for facts, each in through]

    def _through(
        self,
        sparse: Mapping[int, float],
        k: int,
        masks: Sequence[Mask | None],
        own: Callable[[Sequence[Mask | None]], list[list[Ranking]]],
    ) -> list[Ranking]:
        """What Milvus finds, looked at through each mask; where that shows too few, its own files answer.

        Args:
            sparse: what is asked; nothing where no record has any of it.
            k: rows under each mask.
            masks: which rows may be returned.
            own: what the files say under some masks.
        """
        checked_k(k)
        shares = [_share(checked_mask(mask, len(self))) for mask in masks]
        fetch = min(MOST, max([LOOKED_THROUGH, *(int(2 * k / share) for share in shares if share >= NARROW)]))
        hits = self._nearest(sparse, fetch) if sparse and len(self) else None
        out = []
        for mask, share in zip(masks, shares, strict=True):
            if hits is None or not share:
                out.append(best(np.zeros(0, np.int64), np.zeros(0, np.float32), k))
                continue
            rows, scores = hits
            kept = np.ones(len(rows), np.bool_) if mask is None else mask[rows]
            whole = len(rows) < fetch or int(kept.sum()) >= k
            out.append(best(rows[kept], scores[kept], k) if whole else own([mask])[0][0])
        return out

    def _nearest(self, sparse: Mapping[int, float], fetch: int) -> tuple[Numbers, npt.NDArray[np.float32]]:
        kind = KINDS["words"]
        (hits,) = self._standing.nearest([dict(sparse)], fetch, kind.metric, kind.search(fetch))
        rows = self._row_of_owner(hits.owners)
        known = rows >= 0
        return rows[known], hits.scores[known]

    def _sparse(self, terms: Sequence[tuple[str, int, str, float]]) -> dict[int, float]:
        """Dimension → weight of (channel, sort, term, boost)."""
        out: dict[int, float] = {}
        for channel, sort, term, boost in terms:
            if worth := self._numbered.worth(sort, term, channel):
                at = dimension(channel, term)
                out[at] = out.get(at, 0.0) + boost * worth
        return out


def _share(mask: Mask | None) -> float:
    return 1.0 if mask is None else float(mask.mean()) if len(mask) else 0.0


def _terms_of(query: LexicalQuery) -> list[tuple[str, int, str, float]]:
    sorts = {"words": WORDS, "pairs": PAIRS}
    terms = weighted_terms(terms_of(query.text), query.boosts)
    return [(f"{name}_{part}", sorts[part], term, boost) for name, part, term, boost in terms]


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
