"""BM25 written down plainly: what the lexical index is compared with."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from provenance.indexing.analysis import terms_of
from provenance.indexing.base import Mask, Ranking, best, checked_k, checked_mask
from provenance.indexing.bm25 import K1, B, headline_share
from provenance.indexing.fields import WHOLE, searched_terms
from provenance.indexing.lexical_query import LexicalQuery, weighted_terms


class ExactLexical:
    """Scores every row against every term.

    BM25 as in `bm25`: ln(1 + (N - n + 0.5) / (n + 0.5)), times
    tf (k1 + 1) / (tf + k1 (1 - b + b length / mean length)); in whole texts, times the share of titles (`bm25`).
    """

    def __init__(self, rows: Sequence[Mapping[str, str]]) -> None:
        self._rows: list[dict[tuple[str, str], Counter[str]]] = []
        for texts in rows:
            terms = searched_terms(texts)
            self._rows.append(
                {
                    (name, part): Counter(getattr(found, part))
                    for name, found in terms.items()
                    for part in ("words", "pairs")
                }
            )

    def __len__(self) -> int:
        return len(self._rows)

    def search(self, queries: Sequence[LexicalQuery | str], k: int, *, allowed: Mask | None = None) -> list[Ranking]:
        """See `Index.search`."""
        checked_k(k)
        allowed = checked_mask(allowed, len(self))
        out = []
        for query in queries:
            scores = self._scores(query if isinstance(query, LexicalQuery) else LexicalQuery(query))
            rows = np.flatnonzero((scores > 0) if allowed is None else (scores > 0) & allowed)
            out.append(best(rows, scores[rows], k))
        return out

    def _scores(self, query: LexicalQuery) -> np.ndarray:
        scores = np.zeros(len(self), np.float32)
        if not self._rows:
            return scores
        for name, part, term, weight in weighted_terms(terms_of(query.text), query.boosts):
            counts = [row.get((name, part), Counter()) for row in self._rows]
            lengths = [sum(count.values()) for count in counts]
            holding = sum(term in count for count in counts)
            mean = sum(lengths) / len(lengths)
            idf = math.log(1 + (len(counts) - holding + 0.5) / (holding + 0.5))
            if name == WHOLE:
                titled = sum(term in row.get(("title", part), ()) for row in self._rows)
                idf *= float(headline_share(titled, holding))
            for row, (count, length) in enumerate(zip(counts, lengths, strict=True)):
                if term in count:
                    tf = count[term]
                    scores[row] += weight * idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / mean))
        return scores
