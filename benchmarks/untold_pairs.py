"""Candidates of training posts among fact-checks without a claim, in the columns that `fit_reranker_untold.py` fits.

Every post is seen three times: at its day, without a day, and moved by months or years, when the records of its days
are wrong ones. How often a house's fact-checks answer posts is counted on the training posts, too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from benchmarks.fit_reranker import MOVED_DAYS, Pairs, answered, compared, pairs_of
from provenance.config import Settings
from provenance.encoders import open_encoder
from provenance.indexing.bundle import IndexBundle
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.retrieval import Retriever
from provenance.retrieval.answers import Answers
from provenance.retrieval.compared import Compared
from provenance.retrieval.days import STANDING, near_gaps, standing
from provenance.retrieval.features import NAMES
from provenance.retrieval.publishers import houses_of, section_counts
from provenance.retrieval.untold_features import UNTOLD, Pool, UntoldFeatures
from provenance.store.records import RecordTable

#: Trees learn from candidates that some ranking puts so high (among all by words, by meaning, by likeness to an answer;
#: among those of the days): the others are never near the top, and take half of the time.
LEARNT_FROM, LEARNT_FROM_DAYS = 25, 12
#: Records of a section of a house that make it one of its own. A number for a section is a year, of which nothing is
#: learnt here.
SECTION = 100
#: Records that a house has beside its own, as many of them right as of all: one with few records tells little.
BESIDE = 100
GAP, HOUSE = "gap_days", "publisher"
TIMED = (GAP, *STANDING)
COLUMNS = (*NAMES, *TIMED, *UNTOLD, HOUSE)
_WORDS, _MEANING, _FUSED = (NAMES.index(name) for name in ("words_bm25", "meaning_head", "fused"))


@dataclass(frozen=True)
class Unseen:
    """What posts are turned by that no matrix has learnt from.

    Attributes:
        folds: shape (posts,), of each post its fold.
        matrices: shape (folds, dimension, dimension), each learnt from the other folds.
    """

    folds: np.ndarray
    matrices: np.ndarray


@dataclass(frozen=True)
class Houses:
    """Which house published each record, and how often its fact-checks answer posts.

    Attributes:
        codes: shape (rows,), of each record the place of its house.
        names: of the houses; the last one is none.
    """

    codes: np.ndarray
    names: np.ndarray

    @classmethod
    def of(cls, records: RecordTable) -> Houses:
        """Those of an index."""
        counts = section_counts(records.column("url"))
        large = [name for name, count in counts.items() if count >= SECTION and not name.partition("/")[2].isdigit()]
        return cls(*houses_of(records, large))

    def shares(self, right: np.ndarray) -> np.ndarray:
        """Bits by house: how much larger the share of right records is among its own than among all.

        A house none of whose records is right is left alone: it may write in another language than the posts.
        """
        records, found = (np.bincount(each, minlength=len(self.names)) for each in (self.codes, self.codes[right]))
        usual = len(right) / len(self.codes)
        bits = np.log2((found + usual * BESIDE) / (records + BESIDE) / usual)
        return np.where((found > 0) & (np.arange(len(bits)) < len(bits) - 1), bits, 0.0)


def unseen_pairs(bundle: IndexBundle, posts: str, qrels: str, unseen: Unseen, moved: Callable[[Post], Post]) -> Pairs:
    """All pairs of a set, each post's by the matrix that has not seen it; `moved` may give a post another day."""
    known, good = answered(bundle, posts, qrels)
    queries, name = [moved(post) for post in known], bundle.manifest.model.name
    encoder = open_encoder(name, cache=True)
    found: dict[int, Compared] = {}
    for fold, matrix in enumerate(unseen.matrices):
        places = np.flatnonzero(unseen.folds == fold).tolist()
        retriever = Retriever.open(bundle, Settings(), encoder, Answers({name: matrix}))
        found |= zip(places, compared(retriever, [queries[place] for place in places]), strict=True)
    return pairs_of(queries, [found[place] for place in range(len(queries))], good)


def mover() -> Callable[[Post], Post]:
    """Moves each post by months or years, there and back."""
    random = np.random.default_rng(0)

    def moved(post: Post) -> Post:
        days = timedelta(days=float(random.choice([-1, 1]) * random.uniform(*MOVED_DAYS)))
        at = post.posted_at
        return post if at is None else replace(post, posted_at=Interval(at.start + days, at.end + days))

    return moved


def undated(pairs: Pairs) -> Pairs:
    """The same posts without a day: nothing was looked up among the records of their days."""
    kept = pairs.only(pairs.features[:, _FUSED] > 0)
    return replace(kept, gaps=np.full_like(kept.gaps, np.nan))


def told(pairs: Pairs, known: UntoldFeatures) -> np.ndarray:
    """What is known of each candidate beside its features and its days."""
    _, first = np.unique(pairs.post, return_index=True)
    found = []
    for begin, end in zip(first, [*first[1:], len(pairs.post)], strict=True):
        post, wanted = pairs.post[begin], np.ones(end - begin, np.bool_)
        pool = Pool(pairs.texts[post], pairs.asked[post], pairs.rows[begin:end], pairs.features[begin:end], wanted)
        found += known.of([pool])
    return np.vstack(found)


def columns(pairs: Pairs, shares: np.ndarray, known: UntoldFeatures) -> np.ndarray:
    """Features, days from post to record, standing among the records of its days, what is known of it, and its house.

    Days far away are as good as unknown, which is how the program reads the tables.
    """
    _, sizes = np.unique(pairs.post, return_counts=True)
    words, meaning = pairs.features[:, _WORDS], pairs.features[:, _MEANING]
    places = standing(words, meaning, pairs.gaps, np.ones(len(words), np.bool_), sizes)
    return np.column_stack([pairs.features, near_gaps(pairs.gaps), places, told(pairs, known), shares])


def contenders(pairs: Pairs, matrix: np.ndarray) -> np.ndarray:
    """The candidates that trees learn from, a mask."""
    kept = np.zeros(len(pairs.post), np.bool_)
    for column in (_WORDS, _MEANING, COLUMNS.index("answer_likeness")):
        values = np.nan_to_num(matrix[:, column], nan=-np.inf)
        order = np.lexsort((-values, pairs.post))
        _, first, sizes = np.unique(pairs.post[order], return_index=True, return_counts=True)
        kept[order[np.arange(len(order)) - np.repeat(first, sizes) < LEARNT_FROM]] = True
    for name in ("days_words_rank", "days_meaning_rank"):
        kept |= matrix[:, COLUMNS.index(name)] < LEARNT_FROM_DAYS
    return kept


def named(houses: Houses, shares: np.ndarray) -> dict[str, float]:
    """House → bits, without those that are left alone; but a section that is left alone stays apart from its host."""
    apart = np.array(["/" in (name or "") for name in houses.names])
    return {str(houses.names[place]): float(shares[place]) for place in np.flatnonzero((shares != 0) | apart)}
