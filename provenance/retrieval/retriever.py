"""Posts in, scored records out: encode, find candidates, compare, weigh."""

from __future__ import annotations

import math
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
from provenance.indexing.fields import FIELDS
from provenance.model.evidence import Kind
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.retrieval.background import Background
from provenance.retrieval.candidates import Candidates, find_candidates
from provenance.retrieval.closeness import gap_days
from provenance.retrieval.features import NAMES, Similarities, feature_matrix
from provenance.retrieval.post_view import PostView, view_of
from provenance.retrieval.record_view import RecordViews, Vocabulary
from provenance.retrieval.rerank import GROUPS, Reranker
from provenance.retrieval.term_shares import load_term_shares

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
    """

    candidates: Candidates
    features: Floats
    gaps: Floats
    ratings: Sequence[str | None]


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
        prepared = self._prepare(posts)
        found: list[dict[Kind, Sequence[Hit]]] = [{} for _ in posts]
        for kind in wanted:
            only = replace(where or Filter(), kinds=frozenset({kind.value}))
            allowed = self._bundle.allowed(only) if where or len(self._kinds) > 1 else None
            for place, compared in enumerate(self._compare(posts, prepared, allowed)):
                if hits := self._hits(compared, self._settings.hits):
                    found[place][kind] = hits
        yield from found

    def rank(self, posts: Sequence[Post], *, k: int = 100, where: Filter | None = None) -> Iterator[Sequence[Hit]]:
        """The best `k` hits of any kind for each post."""
        for compared in self._compare(posts, self._prepare(posts), self._bundle.allowed(where), k=k):
            yield self._hits(compared, k)

    def compare(
        self, posts: Sequence[Post], *, k: int | None = None, where: Filter | None = None
    ) -> Iterator[Compared]:
        """Candidates with their features, before any weight."""
        yield from self._compare(posts, self._prepare(posts), self._bundle.allowed(where), k=k)

    def _prepare(self, posts: Sequence[Post]) -> list[tuple[PostView, Vectors]]:
        views = [view_of(post) for post in posts]
        texts = [text for view in views for text in (view.text, *view.windows)]
        vectors = self._encoder.encode(texts, query=True)
        ends = np.cumsum([0, *(1 + len(view.windows) for view in views)])
        return [(view, vectors[a:b]) for view, (a, b) in zip(views, pairwise(ends), strict=True)]

    def _compare(
        self,
        posts: Sequence[Post],
        prepared: Sequence[tuple[PostView, Vectors]],
        allowed: Mask | None,
        *,
        k: int | None = None,
    ) -> Iterator[Compared]:
        views, vectors = [view for view, _ in prepared], [vector for _, vector in prepared]
        width = max(self._settings.candidates, k or 0)
        pools = find_candidates(views, vectors, self._bundle.lexical, self._bundle.vectors, k=width, allowed=allowed)
        for post, view, vector, pool in zip(posts, views, vectors, pools, strict=True):
            yield self._features(post, view, vector, pool if view.text else pool.none())

    def _features(self, post: Post, view: PostView, vectors: Vectors, pool: Candidates) -> Compared:
        rows = pool.rows
        records = self._views.at(rows.tolist())
        languages = [self._languages[row] for row in rows.tolist()]
        start, end = self._published
        features = feature_matrix(view, pool, records, self._cosines(vectors, rows, languages), self._vocabulary)
        return Compared(
            candidates=pool,
            features=features,
            gaps=gap_days(post.posted_at, start[rows], end[rows]),
            ratings=self._bundle.records.texts(rows, "rating"),
        )

    def _cosines(self, vectors: Vectors, rows: npt.NDArray[np.int64], languages: Sequence[str | None]) -> Similarities:
        near = self._bundle.vectors.similarities
        claim, title, body = (near(vectors[0], rows, view=view) for view in FIELDS)
        mean, spread = self._background.of(vectors[0], languages)
        parts = [np.fmax(near(part, rows, view="claim"), near(part, rows, view="title")) for part in vectors[1:]]
        window = np.fmax.reduce(parts) if parts else claim
        return Similarities(claim, title, body, window, mean, spread)

    def _hits(self, compared: Compared, k: int) -> list[Hit]:
        ranked = self._reranker.rank(compared.features, compared.gaps, compared.ratings)
        rows = compared.candidates.rows[ranked.order[:k]]
        out = []
        for place, record in enumerate(self._bundle.records.evidences(rows)):
            values = compared.features[ranked.order[place]].tolist()
            features = {name: value for name, value in zip(NAMES, values, strict=True) if not math.isnan(value)}
            groups = dict(zip(GROUPS, ranked.groups[place].tolist(), strict=True))
            out.append(Hit(record, float(ranked.bits[place]), features, groups))
        return out

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
    def _languages(self) -> list[str | None]:
        return list(self._bundle.records.column("lang").to_pylist())

    @cached_property
    def _published(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        return self._bundle.records.published()

    @cached_property
    def _background(self) -> Background:
        return Background(self._languages, self._bundle.vectors.similarities)
