"""Posts in, scored records out: encode, find candidates, compare, weigh."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from provenance.config import Settings
from provenance.encoders import Encoder, Vectors, open_encoder
from provenance.indexing.base import Filter, Mask
from provenance.model.evidence import Kind
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.retrieval.background import Background
from provenance.retrieval.candidates import Candidates, find_candidates
from provenance.retrieval.closeness import gap_days
from provenance.retrieval.features import Similarities, feature_matrix
from provenance.retrieval.languages import language_groups
from provenance.retrieval.post_view import PostView, view_of
from provenance.retrieval.record_view import RecordViews, Vocabulary
from provenance.retrieval.reports import REPORTS, ReportSearch, join_hits
from provenance.retrieval.rerank import Ranked, Reranker, as_found
from provenance.retrieval.stored_hit import StoredHit
from provenance.retrieval.term_shares import load_term_shares
from provenance.sample import EVIDENCE

if TYPE_CHECKING:
    from provenance.indexing.bundle import IndexBundle

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Compared:
    """A post with its candidates and all that is known of each; what the fit script learns from.

    Attributes:
        candidates: best fused rank first.
        features: shape (n, features).
        gaps: shape (n,), days from post to record.
        ratings: the publishers' words.
        untold: which are fact-checks without a claim.
    """

    candidates: Candidates
    features: Floats
    gaps: Floats
    ratings: Sequence[str | None]
    untold: Mask


class Retriever:
    """Finds and scores records of one index for posts."""

    def __init__(self, bundle: IndexBundle, settings: Settings, encoder: Encoder, reranker: Reranker) -> None:
        self._bundle = bundle
        self._settings = settings
        self._encoder = encoder
        self._reranker = reranker

    @classmethod
    def open(cls, bundle: IndexBundle, settings: Settings, encoder: Encoder | None = None) -> Retriever:
        """Make an index ready for questions.

        Args:
            bundle: the index.
            settings: `candidates` bounds what each index contributes, `hits` what is returned of each kind.
            encoder: None means the one that the index was built with.

        Raises:
            IndexMismatch: the encoder is not the one that the index was built with.
        """
        encoder = encoder or open_encoder(bundle.manifest.model.name)
        bundle.manifest.check_model(encoder.name, encoder.revision)
        return cls(bundle, settings, encoder, Reranker())

    @property
    def model_revisions(self) -> Mapping[str, str]:
        """What a report names: the encoder and the weights."""
        return {"text": f"{self._encoder.name}@{self._encoder.revision}", "rerank": self._reranker.revision}

    def retrieve(self, posts: Sequence[Post], where: Filter | None = None) -> Iterator[Mapping[Kind, Sequence[Hit]]]:
        """The best hits of each kind for each post, in the order of the posts.

        Args:
            posts: encoded together.
            where: which records may be returned.
        """
        wanted = [kind for kind in self._kinds if where is None or where.kinds is None or kind in where.kinds]
        if not wanted:
            yield from ({} for _ in posts)
            return
        base = replace(where, kinds=None) if where else Filter()
        masks: list[Mask | None] = [None]
        if base != Filter() or len(self._kinds) > 1:
            masks = [self._bundle.allowed(replace(base, kinds=frozenset({kind.value}))) for kind in wanted]
        further = self._further(wanted, masks)
        for pools in self._compare(posts, masks, further=further):
            ranked = self._reranker.rank_each([(each.features, each.gaps, each.ratings, each.untold) for each in pools])
            most = self._settings.hits
            found = [self._hits(pool, order, most) for pool, order in zip(pools[: len(masks)], ranked, strict=False)]
            hits = dict(zip(wanted, found, strict=True))
            more = [
                self._hits(pool, as_found(order), most)
                for pool, order in zip(pools[len(masks) :], ranked[len(masks) :], strict=True)
            ]
            for kind in REPORTS:
                if kind in hits and more:
                    mine = [[hit for hit in pool if self._is_kind(hit.row, kind)] for pool in more]
                    hits[kind] = join_hits(hits[kind], mine, most=most)
            yield {kind: found for kind, found in hits.items() if found}

    def _further(self, wanted: Sequence[Kind], masks: Sequence[Mask | None]) -> ReportSearch | None:
        """What looks up archive items and releases beyond the whole post; None where none are wanted."""
        chosen = [mask for kind, mask in zip(wanted, masks, strict=True) if kind in REPORTS]
        if not chosen:
            return None
        everything = np.ones(len(self._bundle), np.bool_)
        reports = np.logical_or.reduce([everything if mask is None else mask for mask in chosen])
        return ReportSearch(self._bundle.lexical, self._bundle.vectors, self._languages, reports)

    def _is_kind(self, row: int, kind: Kind) -> bool:
        codes, values = self._kind_codes
        return bool(values[codes[row]] == kind.value)

    def rank(self, posts: Sequence[Post], *, k: int = 100, where: Filter | None = None) -> Iterator[Sequence[Hit]]:
        """The best `k` hits of any kind for each post."""
        for compared in self.compare(posts, k=k, where=where):
            ranked = self._reranker.rank(compared.features, compared.gaps, compared.ratings, compared.untold)
            yield list(self._hits(compared, ranked, k))

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
    ) -> Iterator[list[Compared]]:
        """For each post its candidates under each mask, and then the pools that `further` adds."""
        prepared = self._prepare(posts)
        views, vectors = [view for view, _ in prepared], [vector for _, vector in prepared]
        width = max(self._settings.candidates, k or 0)
        pools = find_candidates(views, vectors, self._bundle.lexical, self._bundle.vectors, k=width, masks=masks)
        for post, view, vector, own in zip(posts, views, vectors, pools, strict=True):
            more = further.pools(view, vector, own) if further else []
            yield self._features(post, view, vector, [*own, *more])

    def _features(self, post: Post, view: PostView, vectors: Vectors, pools: Sequence[Candidates]) -> list[Compared]:
        """Compare a post with the candidates of all pools together; what they have in common is done once."""
        if not pools:
            return []
        rows = np.concatenate([pool.rows for pool in pools])
        records = self._views.at(rows.tolist())
        features = feature_matrix(view, pools, records, self._cosines(vectors, rows), self._vocabulary)
        start, end = self._published
        gaps = gap_days(post.posted_at, start[rows], end[rows])
        codes, words = self._ratings
        ratings = [words[code] for code in codes[rows].tolist()]
        untold = self._untold[rows]
        edges = np.cumsum([0, *(len(pool) for pool in pools)])
        return [
            Compared(pool, matrix, gaps[first:last], ratings[first:last], untold[first:last])
            for pool, matrix, (first, last) in zip(pools, features, pairwise(edges.tolist()), strict=True)
        ]

    def _cosines(self, vectors: Vectors, rows: npt.NDArray[np.int64]) -> Similarities:
        near = self._bundle.vectors.by_view(vectors, rows)
        claim, title, body = near[0]
        mean, spread = self._background.of(vectors[0], self._languages[rows])
        heads = np.fmax(near[1:, 0], near[1:, 1])
        window = np.fmax.reduce(heads) if len(heads) else claim
        return Similarities(claim, title, body, window, mean, spread)

    def _hits(self, compared: Compared, ranked: Ranked, k: int) -> list[StoredHit]:
        best = ranked.order[:k]
        columns = (compared.candidates.rows[best].tolist(), ranked.bits[:k].tolist(), compared.features[best])
        return [
            StoredHit(self._bundle.records, row, bits, features, groups)
            for row, bits, features, groups in zip(*columns, ranked.groups[:k], strict=True)
        ]

    @cached_property
    def _kinds(self) -> list[Kind]:
        return [kind for kind in Kind if self._bundle.manifest.counts.get(kind.value)]

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(len(self._bundle), self._document_frequency, load_term_shares())

    def _document_frequency(self, terms: Sequence[str]) -> npt.NDArray[np.int64]:
        return np.maximum(*self._bundle.lexical.document_frequency(terms, terms))

    @cached_property
    def _views(self) -> RecordViews:
        return RecordViews(self._vocabulary, self._bundle.records.texts)

    @cached_property
    def _languages(self) -> npt.NDArray[np.int32]:
        return language_groups(self._bundle.records)

    @cached_property
    def _kind_codes(self) -> tuple[npt.NDArray[np.int32], list[str | None]]:
        return self._bundle.records.codes("kind")

    @cached_property
    def _ratings(self) -> tuple[npt.NDArray[np.int32], list[str | None]]:
        return self._bundle.records.codes("rating")

    @cached_property
    def _untold(self) -> Mask:
        """Which records are fact-checks without a claim, shape (rows,)."""
        codes, values = self._bundle.records.codes("kind")
        checks = [code for code, value in enumerate(values) if value == Kind.FACT_CHECK.value]
        claimless = np.asarray(self._bundle.records.column("claim").is_null().to_numpy(), np.bool_)
        return np.isin(codes, checks) & claimless

    @cached_property
    def _published(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        return self._bundle.records.published()

    @cached_property
    def _background(self) -> Background:
        return Background(self._languages, self._bundle.vectors, self._common_claims)

    def _common_claims(self) -> list[Vectors]:
        """What people claim, of all kinds, in Chinese and English: the shipped sample's, for a very small index."""
        rows = [json.loads(line) for line in EVIDENCE.read_text(encoding="utf-8").splitlines()]
        claims = [[row["claim"] for row in rows if row.get("claim") and row["lang"] == lang] for lang in ("zh", "en")]
        return [self._encoder.encode(each) for each in claims]
