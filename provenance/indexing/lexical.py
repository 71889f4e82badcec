"""Words in common, weighted by BM25: an inverted file over claim, title, body and facts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from provenance.indexing.base import Mask, Ranking, checked_k, checked_mask
from provenance.indexing.lexical_compiled import CompiledScorer
from provenance.indexing.lexical_filter import Allowed
from provenance.indexing.lexical_query import Clauses, LexicalQuery, Numbered
from provenance.indexing.lexical_scores import PlainScorer
from provenance.indexing.postings import Postings

#: Masks of which is known what they mean for the lists: every batch of a check asks for the same few.
_MASKS_KEPT = 8

#: After so many entries of lists were looked at, their pages are given back (six bytes each).
_LET_GO_AFTER = 10_000_000


class LexicalIndex:
    """BM25 over the fields, each with its own statistics; a row's similarity is the boosted sum."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._numbered = Numbered(postings)
        self._scorer = (CompiledScorer if CompiledScorer.is_there() else PlainScorer)(postings)
        self._masks: list[Allowed] = []
        self._read = 0

    @classmethod
    def open(cls, folder: Path) -> Self:
        """See `Index.open`."""
        return cls(Postings.load(folder))

    def __len__(self) -> int:
        return len(self._postings)

    def search(self, queries: Sequence[LexicalQuery | str], k: int, *, allowed: Mask | None = None) -> list[Ranking]:
        """See `Index.search`; rows that share no term with the query are not returned."""
        return [rankings[0] for rankings in self.search_each(queries, k, [allowed])]

    def search_each(
        self, queries: Sequence[LexicalQuery | str], k: int, masks: Sequence[Mask | None]
    ) -> list[list[Ranking]]:
        """Like `search` under several masks, with every query read once.

        Args:
            queries: any number.
            k: rows under each mask.
            masks: each of shape (rows,); one that was given is not to be altered afterwards.

        Returns:
            For each query one ranking a mask.
        """
        return self._ranked(self._numbered.clauses(queries), k, masks)

    def search_facts(self, queries: Sequence[Sequence[str]], k: int, *, allowed: Mask | None = None) -> list[Ranking]:
        """The rows that share most of some facts, the rare ones counting most (BM25).

        Args:
            queries: each as `text.facts.fact_terms` gives them.
            k: rows.
            allowed: shape (rows,), which rows may be returned; None means all.
        """
        return [rankings[0] for rankings in self._ranked(self._numbered.facts(queries), k, [allowed])]

    def _ranked(self, queries: Clauses, k: int, masks: Sequence[Mask | None]) -> list[list[Ranking]]:
        checked_k(k)
        filters = [self._allowed(checked_mask(mask, len(self))) for mask in masks]
        out = self._scorer.best_each(queries, k, filters)
        self._read += int(queries.sizes.sum())
        if self._read >= _LET_GO_AFTER:
            self._read = 0
            self._postings.let_go()
        return out

    def _allowed(self, mask: Mask | None) -> Allowed:
        for known in self._masks:
            if known.mask is mask:
                return known
        del self._masks[: len(self._masks) - _MASKS_KEPT + 1]
        self._masks.append(Allowed(mask, self._postings))
        return self._masks[-1]
