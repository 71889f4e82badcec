"""What a post and each of its candidates have in common, as numbers with names. No labels and no learning here.

Every feature is independent of the language and of which fields a publisher fills: claim and title are compared each,
and the better one counts. Bits are log2 of records over records that hold the term.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise

import numpy as np
import numpy.typing as npt

from provenance.indexing.outlines import OutlineArrays
from provenance.retrieval.candidates import Candidates
from provenance.retrieval.shared_terms import shared_terms
from provenance.retrieval.vocabulary import PostTerms, Vocabulary

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

#: Feature → group shown to the reader. The order is the order of the columns.
FEATURES: dict[str, str] = {
    "words_bm25": "words",
    "words_bm25_gap": "words",
    "words_covered_head": "words",
    "words_covered_head_gap": "words",
    "words_covered_claim": "words",
    "words_explained_head": "words",
    "words_explained_all": "words",
    "words_explained_all_gap": "words",
    "words_shared_bits": "words",
    "words_shared_bits_gap": "words",
    "rare_word_bits": "rare words",
    "rare_word_bits_head": "rare words",
    "rare_third_bits": "rare words",
    "rare_missing": "rare words",
    "meaning_head": "meaning",
    "meaning_head_gap": "meaning",
    "meaning_head_z": "meaning",
    "meaning_second": "meaning",
    "meaning_body": "meaning",
    "meaning_body_gap": "meaning",
    "meaning_window": "meaning",
    "meaning_window_gap": "meaning",
    "fused": "rank",
    "fused_rank": "rank",
    "fused_gap": "rank",
    "author_bits": "author",
    "author_covered": "author",
    "numbers_shared": "numbers",
    "numbers_missing": "numbers",
    "names_shared": "names",
    "names_covered": "names",
    "post_terms": "length",
    "post_bits": "length",
    "head_terms": "length",
    "body_terms": "length",
}
NAMES = tuple(FEATURES)

#: Feature that says how far a candidate lies behind the best one → feature that is compared.
GAPS = {name: name.removesuffix("_gap") for name in NAMES if name.endswith("_gap")}


@dataclass(frozen=True, slots=True)
class Similarities:
    """Cosines of a post to its candidates, each of shape (n,); NaN where the record has no such view.

    `window` is the best over the parts of a long post and over claim and title. `ground_mean` and `ground_std` say how
    near records of the candidate's language are to this post by chance.
    """

    claim: Floats
    title: Floats
    body: Floats
    window: Floats
    ground_mean: Floats
    ground_std: Floats


def feature_matrices(
    posts: Sequence[PostTerms],
    pools: Sequence[Sequence[Candidates]],
    similarities: Callable[[Rows, Rows], Similarities],
    outlines: OutlineArrays,
    vocabulary: Vocabulary,
) -> list[list[Floats]]:
    """Compare the posts of a batch with their candidates.

    Args:
        posts: of the batch.
        pools: candidates of each post, in pools; ranks and gaps are those within a pool.
        similarities: cosines for pairs of a post and a row, both of shape (n,).
        outlines: of the records.
        vocabulary: says what terms are worth.

    Returns:
        For each pool of each post float32, shape (candidates, features) in the order of `NAMES`; NaN where a record
        lacks what is compared.
    """
    every = [pool for own in pools for pool in own]
    sizes = np.array([len(pool) for pool in every], np.int64)
    matrix = np.full((int(sizes.sum()), len(NAMES)), np.nan, np.float32)
    if len(matrix):
        owners = np.repeat(np.arange(len(posts)), [sum(len(pool) for pool in own) for own in pools])
        rows = np.concatenate([pool.rows for pool in every])
        # A record may stand in several pools of a post: the two are compared once.
        distinct, place = np.unique(owners * len(outlines) + rows, return_inverse=True)
        owners, rows = np.divmod(distinct, len(outlines))
        columns = {**shared_terms(posts, owners, rows, outlines, vocabulary), **_meaning(similarities(owners, rows))}
        once = np.full((len(distinct), len(NAMES)), np.nan, np.float32)
        for name, values in columns.items():
            once[:, _COLUMN[name]] = values
        matrix = once.take(place, axis=0)  # a third of what `once[place]` takes
        of_post = np.array([post.bits for post in posts], np.float32)[owners][place]
        matrix[:, _COLUMN["words_bm25"]] = np.concatenate([pool.lexical for pool in every]) / of_post
        matrix[:, _COLUMN["fused"]] = np.concatenate([pool.fused for pool in every])
        relate(matrix, sizes)
    edges = pairwise(accumulate(sizes.tolist(), initial=0))
    return [[matrix[first:last] for first, last in islice(edges, len(own))] for own in pools]


_COLUMN = {name: place for place, name in enumerate(NAMES)}
_GAP_COLUMNS = [_COLUMN[gap] for gap in GAPS]
_BASE_COLUMNS = [_COLUMN[base] for base in GAPS.values()]


def relate(matrix: Floats, sizes: npt.NDArray[np.int64]) -> None:
    """Fill in the features that compare the candidates of one pool with one another.

    Args:
        matrix: all candidates, pool by pool, best fused first, columns as `NAMES`. A gap is 0 for the best candidate of
            a pool and negative for the others.
        sizes: candidates of each pool.
    """
    ends = np.cumsum(sizes)
    starts, some = ends - sizes, np.flatnonzero(sizes)
    matrix[:, _COLUMN["fused_rank"]] = np.arange(len(matrix)) - np.repeat(starts, sizes)
    values = matrix.take(_BASE_COLUMNS, axis=1)
    matrix[:, _GAP_COLUMNS] = values - np.repeat(np.fmax.reduceat(values, starts[some]), sizes[some], axis=0)


def _meaning(cosines: Similarities) -> dict[str, Floats]:
    head = np.fmax(cosines.claim, cosines.title)
    head = np.where(np.isnan(head), cosines.body, head)
    window = np.fmax(cosines.window, head)
    return {
        "meaning_head": head,
        "meaning_head_z": (head - cosines.ground_mean) / cosines.ground_std,
        "meaning_second": np.fmin(cosines.claim, cosines.title),
        "meaning_body": cosines.body,
        "meaning_window": window,
    }
