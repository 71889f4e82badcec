"""Archive items and releases that a whole post does not bring up: those of other languages, and those of one clause.

Encoders put records of a post's own language nearer than any other, and the words of a translation are none of the
post's: each further language is therefore searched on its own, by meaning and by the facts that need no language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from provenance.encoders.base import Vectors
from provenance.indexing.base import Mask, Ranking
from provenance.indexing.facts import REPORTS
from provenance.retrieval.candidates import Candidates, fuse_each
from provenance.retrieval.other_languages import OtherLanguages
from provenance.retrieval.post_view import PostView
from provenance.retrieval.stored_hit import StoredHits
from provenance.text.clauses import clauses
from provenance.text.facts import fact_terms

if TYPE_CHECKING:
    from provenance.indexing.lexical import LexicalIndex
    from provenance.indexing.vector import VectorIndex

#: Candidates of another language; the gold records of the public half lie among the first three. 2026-11.
OF_A_LANGUAGE = 5
#: The best of the whole post that stand before all others.
LEADING = 8
#: How deep the two rankings of another language are fused: rank 111 by meaning is the deepest that facts pulled up.
FUSED_DEPTH = 150
#: Records that a single clause adds, and clauses that are looked up.
OF_A_CLAUSE, MOST_CLAUSES = 2, 8
#: Characters of a clause that is worth a search.
LEAST_CLAUSE = 8

__all__ = ["REPORTS", "ReportSearch", "join_hits"]


def join_hits(whole: StoredHits, further: Sequence[StoredHits], *, most: int) -> StoredHits:
    """One list: the best of the whole post, then what each pool adds, then the rest of the whole post.

    A record of a further pool keeps what that pool knows of it: it was compared with records of its own language.
    """
    parts = [whole, *further]
    rows = [row for part in parts for row in part.rows.tolist()]
    own, added = range(len(whole)), range(len(whole), len(rows))
    known = {rows[place]: place for place in (*own, *reversed(added))}
    order = dict.fromkeys([*rows[:LEADING], *rows[len(whole) :], *rows[LEADING : len(whole)]])
    return StoredHits.joined(parts, [known[row] for row in order][:most])


class ReportSearch:
    """Further candidates among the archive items and releases of one index.

    Args:
        lexical: finds words and facts in common.
        dense: finds meanings in common.
        groups: shape (rows,), of every row the number of its language.
        reports: shape (rows,), which rows are archive items or releases that may be returned.
        width: candidates of a whole post; where there are no more reports than that, all of them are.
    """

    def __init__(
        self, lexical: LexicalIndex, dense: VectorIndex, groups: npt.NDArray[np.int32], reports: Mask, width: int
    ) -> None:
        self._lexical = lexical
        self._dense = dense
        self._reports = reports
        self._languages = OtherLanguages(groups, reports) if reports.sum() > width else None

    def pools(
        self, views: Sequence[PostView], vectors: Sequence[Vectors], own: Sequence[Sequence[Candidates]]
    ) -> list[list[Candidates]]:
        """All further candidates of each post: a pool a language, then one of its clauses.

        Args:
            views: the posts.
            vectors: of each post, shape (1 + windows, dimension).
            own: its candidates among all languages.
        """
        abroad, of_clauses = self.of_languages(views, vectors, own), self.of_clauses(views)
        return [[*pools, pool] for pools, pool in zip(abroad, of_clauses, strict=True)]

    def of_languages(
        self, views: Sequence[PostView], vectors: Sequence[Vectors], own: Sequence[Sequence[Candidates]]
    ) -> list[list[Candidates]]:
        """The nearest records of each language but a post's own, which most of its best candidates are in."""
        pools: list[list[Candidates]] = [[] for _ in views]
        for allowed, asked in self._languages.asked(views, own) if self._languages else ():
            near = iter(
                self._dense.search(np.concatenate([vectors[post] for post in asked]), FUSED_DEPTH, allowed=allowed)
            )
            facts = [fact_terms(views[post].text) for post in asked]
            told = self._lexical.search_facts(facts, FUSED_DEPTH, allowed=allowed)
            pairs = [
                (by_facts, [next(near) for _ in vectors[post]]) for post, by_facts in zip(asked, told, strict=True)
            ]
            for post, found in zip(asked, fuse_each(pairs, k=OF_A_LANGUAGE), strict=True):
                pools[post].append(Candidates(found.rows, np.zeros(len(found), np.float32), found.fused))
        return pools

    def of_clauses(self, views: Sequence[PostView]) -> list[Candidates]:
        """The records that share most with single clauses of posts of several, the best of each clause first."""
        queries = [_clauses_of(view.text) for view in views]
        found = iter(
            self._lexical.search([each for own in queries for each in own], OF_A_CLAUSE, allowed=self._reports)
        )
        return [_best_of([next(found) for _ in own]) for own in queries]


def _clauses_of(text: str) -> list[str]:
    """The clauses that are looked up; none of a text of one."""
    spans = [span for span in clauses(text) if len(span) >= LEAST_CLAUSE][:MOST_CLAUSES]
    return [span.of(text) for span in spans] if len(spans) > 1 else []


def _best_of(rankings: Sequence[Ranking]) -> Candidates:
    best: dict[int, tuple[int, float]] = {}
    for ranking in rankings:
        for rank, (row, score) in enumerate(zip(ranking.rows.tolist(), ranking.similarities.tolist(), strict=True)):
            best[row] = min(best.get(row, (rank, -score)), (rank, -score))
    rows = sorted(best, key=lambda row: (best[row], row))
    return Candidates(
        rows=np.array(rows, np.int64),
        lexical=np.array([-best[row][1] for row in rows], np.float32),
        fused=np.array([1 / (60 + place) for place in range(len(rows))], np.float32),
    )
