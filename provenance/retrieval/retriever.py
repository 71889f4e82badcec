"""Posts in, scored records out: encode, find candidates, compare, weigh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import accumulate, chain, islice, pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from provenance.config import Settings
from provenance.encoders import Encoder, Vectors, open_encoder, token_encoder
from provenance.indexing.base import Filter, Mask
from provenance.model.evidence import Kind
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.retrieval.answers import Answers
from provenance.retrieval.candidates import Candidates, find_candidates
from provenance.retrieval.claims_abroad import ClaimsAbroad
from provenance.retrieval.closeness import gap_days
from provenance.retrieval.compared import Compared
from provenance.retrieval.cosines import Cosines
from provenance.retrieval.days import DaysSearch, join
from provenance.retrieval.features import feature_matrices
from provenance.retrieval.late_interaction import LateInteraction
from provenance.retrieval.ordinary_claims import OrdinaryClaims, ordinary_claims
from provenance.retrieval.post_view import PostView, view_of
from provenance.retrieval.record_columns import RecordColumns
from provenance.retrieval.reports import REPORTS, ReportSearch, join_hits
from provenance.retrieval.rerank import Ranked, Reranker, as_found
from provenance.retrieval.stored_hit import StoredHits
from provenance.retrieval.term_shares import load_term_shares
from provenance.retrieval.untold_features import Pool, UntoldFeatures
from provenance.retrieval.vocabulary import Vocabulary

if TYPE_CHECKING:
    from provenance.indexing.bundle import IndexBundle

Floats = npt.NDArray[np.float32]


class Retriever:
    """Finds and scores records of one index for posts."""

    def __init__(
        self, bundle: IndexBundle, settings: Settings, encoder: Encoder, reranker: Reranker, answers: Answers
    ) -> None:
        self._bundle = bundle
        self._columns = RecordColumns(bundle, reranker.sections)
        self._settings = settings
        self._encoder = encoder
        self._reranker = reranker
        self._answers = answers

    @classmethod
    def open(
        cls, bundle: IndexBundle, settings: Settings, encoder: Encoder | None = None, answers: Answers | None = None
    ) -> Retriever:
        """Make an index ready for questions.

        Args:
            bundle: the index.
            settings: `candidates` bounds what each index contributes, `hits` what is returned of each kind.
            encoder: None means the one that the index was built with.
            answers: turns posts' vectors towards fact-checks without a claim; None means as shipped.

        Raises:
            IndexMismatch: the encoder is not the one that the index was built with.
        """
        encoder = encoder or open_encoder(bundle.manifest.model.name)
        bundle.manifest.check_model(encoder.name, encoder.revision)
        return cls(bundle, settings, encoder, Reranker(), answers or Answers.shipped())

    @property
    def model_revisions(self) -> Mapping[str, str]:
        """What a report names: the encoder and the weights."""
        return {"text": f"{self._encoder.name}@{self._encoder.revision}", "rerank": self._reranker.revision}

    @cached_property
    def wordwise(self) -> LateInteraction | None:
        """Lays posts beside claims word by word; None where the encoder has no vectors of tokens."""
        encoder = token_encoder(self._encoder)
        return LateInteraction(encoder, ordinary_claims) if encoder else None

    def retrieve(self, posts: Sequence[Post], where: Filter | None = None) -> Iterator[Mapping[Kind, Sequence[Hit]]]:
        """The best hits of each kind for each post, in the order of the posts.

        Args:
            posts: encoded together.
            where: which records may be returned.
        """
        wanted = [kind for kind in self._columns.kinds if where is None or where.kinds is None or kind in where.kinds]
        if not wanted:
            yield from ({} for _ in posts)
            return
        base = replace(where, kinds=None) if where else Filter()
        masks: list[Mask | None] = [None]
        if base != Filter() or len(self._columns.kinds) > 1:
            masks = [self._bundle.allowed(replace(base, kinds=frozenset({kind.value}))) for kind in wanted]
        further, abroad = self._further(wanted, masks), self._abroad(wanted, masks)
        most = self._settings.hits
        pools = list(self._compare(posts, masks, further=further, abroad=abroad))
        flat = [
            (each.features, each.gaps, each.ratings, each.untold, each.houses, each.own)
            for own in pools
            for each in own
        ]
        ranked = iter(self._reranker.rank_each(flat))
        for own in pools:
            orders = [next(ranked) for _ in own]
            found = [self._hits(pool, order, most) for pool, order in zip(own[: len(masks)], orders, strict=False)]
            hits = dict(zip(wanted, found, strict=True))
            more = [
                self._hits(pool, as_found(order), most)
                for pool, order in zip(own[len(masks) :], orders[len(masks) :], strict=True)
            ]
            for kind in REPORTS:
                if kind in hits and more:
                    kept = [(pool, mask) for pool in more if (mask := self._columns.is_kind(pool.rows, kind)).any()]
                    if kept:
                        mine = [pool.among(mask) for pool, mask in kept]
                        hits[kind] = join_hits(hits[kind], mine, most=most)
            yield {kind: found for kind, found in hits.items() if len(found)}

    def _further(self, wanted: Sequence[Kind], masks: Sequence[Mask | None]) -> ReportSearch | None:
        """What looks up archive items and releases beyond the whole post; None where none are wanted."""
        chosen = [
            self._columns.every if mask is None else mask
            for kind, mask in zip(wanted, masks, strict=True)
            if kind in REPORTS
        ]
        if not chosen:
            return None
        reports = np.logical_or.reduce(chosen)
        width = self._settings.candidates
        return ReportSearch(self._bundle.lexical, self._bundle.vectors, self._columns.languages, reports, width)

    def _abroad(self, wanted: Sequence[Kind], masks: Sequence[Mask | None]) -> tuple[int, ClaimsAbroad] | None:
        """What looks up claims of other languages, and the place of their mask; None where that is idle.

        Where there are no more fact-checks than candidates, all of them are candidates.
        """
        if Kind.FACT_CHECK not in wanted or not self.wordwise:
            return None
        place = wanted.index(Kind.FACT_CHECK)
        mask = masks[place]
        stated = ~self._columns.untold if mask is None else mask & ~self._columns.untold
        if stated.sum() <= self._settings.candidates:
            return None
        return place, ClaimsAbroad(self._bundle.vectors, self._columns.languages, stated)

    def rank(self, posts: Sequence[Post], *, k: int = 100, where: Filter | None = None) -> Iterator[Sequence[Hit]]:
        """The best `k` hits of any kind for each post."""
        for compared in self.compare(posts, k=k, where=where):
            ranked = self._reranker.rank(
                compared.features, compared.gaps, compared.ratings, compared.untold, compared.houses, compared.own
            )
            yield self._hits(compared, ranked, k)

    def compare(
        self, posts: Sequence[Post], *, k: int | None = None, where: Filter | None = None
    ) -> Iterator[Compared]:
        """Candidates with their features, before any weight."""
        for (compared,) in self._compare(posts, [self._bundle.allowed(where)], k=k):
            yield compared

    def _prepare(self, posts: Sequence[Post]) -> list[tuple[PostView, Vectors]]:
        views = [view_of(post) for post in posts]
        texts = [text for view in views for text in (view.text, *view.windows)]
        vectors = self._encoder.encode(texts, query=True)
        ends = np.cumsum([0, *(1 + len(view.windows) for view in views)])
        return [(view, vectors[a:b]) for view, (a, b) in zip(views, pairwise(ends), strict=True)]

    def _compare(
        self,
        posts: Sequence[Post],
        masks: Sequence[Mask | None],
        *,
        k: int | None = None,
        further: ReportSearch | None = None,
        abroad: tuple[int, ClaimsAbroad] | None = None,
    ) -> Iterator[list[Compared]]:
        """For each post its candidates under each mask, and then the pools that `further` adds."""
        prepared = self._prepare(posts)
        views, vectors = [view for view, _ in prepared], [vector for _, vector in prepared]
        width = max(self._settings.candidates, k or 0)
        turned = [self._answers.asked(vector, self._encoder.name) for vector in vectors]
        # Only the weights of fact-checks without a claim were fitted on rankings by what answers a post.
        asked = [turned if self._columns.mostly_untold(mask) else vectors for mask in masks]
        pools = find_candidates(views, asked, self._bundle.lexical, self._bundle.vectors, k=width, masks=masks)
        pools = [
            self._days.joined(post.posted_at, view, vector, own, masks)
            for post, view, vector, own in zip(posts, views, turned, pools, strict=True)
        ]
        place, claims = abroad or (0, None)
        kept = claims.rows(views, vectors, pools) if claims else [np.zeros(0, np.int64)] * len(posts)
        for own, rows in zip(pools, kept, strict=True):
            if len(rows):
                own[place] = join(own[place], Candidates.unranked(rows))
        if further:
            more = further.pools(views, vectors, pools)
            pools = [[*own, *added] for own, added in zip(pools, more, strict=True)]
        matrices = feature_matrices(
            self._vocabulary.of_posts(views),
            pools,
            partial(self._cosines.of, vectors),
            self._bundle.outlines,
            self._vocabulary,
        )
        for compared, rows in zip(self._compared(posts, views, turned, pools, matrices), kept, strict=True):
            if len(rows):
                compared[place] = compared[place]._replace(kept=rows)
            yield compared

    def _compared(
        self,
        posts: Sequence[Post],
        views: Sequence[PostView],
        turned: Sequence[Vectors],
        pools: Sequence[Sequence[Candidates]],
        features: Sequence[Sequence[Floats]],
    ) -> Iterator[list[Compared]]:
        """What is known of the candidates of posts beside their features; of all of them in one step."""
        every = [pool for own in pools for pool in own]
        if not every:
            yield from ([] for _ in posts)
            return
        rows = np.concatenate([pool.rows for pool in every])
        owners = np.repeat(np.arange(len(posts)), [sum(map(len, own)) for own in pools])
        start, end = self._columns.published
        gaps = gap_days([post.posted_at for post in posts], owners, start[rows], end[rows])
        codes, words = self._columns.ratings
        ratings = [words[code] for code in codes[rows].tolist()]
        untold = self._columns.untold[rows]
        houses = np.full(len(rows), None, np.object_)
        if untold.any():
            places, names = self._columns.houses
            houses[untold] = names[places[rows[untold]]]
        edges = list(pairwise(accumulate(map(len, every), initial=0)))
        texts, asked = zip(*((view.text, vectors[0]) for view, vectors in zip(views, turned, strict=True)), strict=True)
        of = np.repeat(np.arange(len(posts)), [len(own) for own in pools]).tolist()
        known = self._of_untold.of(
            [
                Pool(texts[post], asked[post], pool.rows, matrix, untold[a:b])
                for post, pool, matrix, (a, b) in zip(of, every, chain(*features), edges, strict=True)
            ]
        )
        found = (
            Compared(pool, matrix, gaps[a:b], ratings[a:b], untold[a:b], houses[a:b], own, asked[post])
            for post, pool, matrix, (a, b), own in zip(of, every, chain(*features), edges, known, strict=True)
        )
        yield from (list(islice(found, len(own))) for own in pools)

    def _hits(self, compared: Compared, ranked: Ranked, k: int) -> StoredHits:
        chosen: slice | Mask = slice(k)
        if len(compared.kept):
            whatever = np.isin(compared.candidates.rows[ranked.order], compared.kept)
            chosen = whatever | (np.cumsum(~whatever) <= k - whatever.sum())
        best = ranked.order[chosen]
        return StoredHits(
            self._bundle.records,
            self._bundle.outlines,
            compared.candidates.rows.take(best),
            ranked.bits[chosen],
            compared.features.take(best, axis=0),
            ranked.groups[chosen],
        )

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._bundle.outlines, load_term_shares())

    @cached_property
    def _days(self) -> DaysSearch:
        return DaysSearch(self._bundle.lexical, self._bundle.vectors, self._columns.published[0], self._columns.untold)

    @cached_property
    def _of_untold(self) -> UntoldFeatures:
        return UntoldFeatures(self._bundle, np.flatnonzero(self._columns.untold))

    @cached_property
    def _cosines(self) -> Cosines:
        elsewhere = OrdinaryClaims(self._encoder, self._columns.language_names)
        return Cosines(self._bundle.vectors, self._columns.languages, elsewhere)
