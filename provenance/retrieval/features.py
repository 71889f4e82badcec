"""What a post and each of its candidates have in common, as numbers with names. No labels and no learning here.

Every feature is independent of the language and of which fields a publisher fills: claim and title are compared each,
and the better one counts. Bits are log2 of records over records that hold the term.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.retrieval.candidates import Candidates
from provenance.retrieval.post_view import PostView
from provenance.retrieval.record_view import Numbers, RecordView, Vocabulary

Floats = npt.NDArray[np.float32]

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


def feature_matrix(
    post: PostView,
    candidates: Candidates,
    records: Sequence[RecordView],
    cosines: Similarities,
    vocabulary: Vocabulary,
) -> Floats:
    """Compare one post with its candidates.

    Returns:
        float32, shape (candidates, features) in the order of `NAMES`; NaN where a record lacks what is compared.
    """
    if not len(candidates):
        return np.zeros((0, len(NAMES)), np.float32)
    columns = {
        **_words(post, candidates, records, vocabulary),
        **_meaning(cosines),
        **_facts(post, records),
    }
    columns["fused"] = candidates.fused
    columns["head_terms"] = np.array([len(each.claim) for each in records], np.float32)
    columns["body_terms"] = np.array([len(each.all) - len(each.head) for each in records], np.float32)
    empty = np.full(len(candidates), np.nan, np.float32)
    matrix = np.column_stack([columns.get(name, empty) for name in NAMES]).astype(np.float32)
    return relate(matrix)


def relate(matrix: Floats) -> Floats:
    """Fill in the features that compare the candidates of one post with one another.

    Args:
        matrix: all candidates of one post, best fused first, columns as `NAMES`.

    Returns:
        The same with fresh rank and gaps; a gap is 0 for the best candidate and negative for the others.
    """
    out = matrix.copy()
    out[:, NAMES.index("fused_rank")] = np.arange(len(matrix))
    for gap, base in GAPS.items():
        values = matrix[:, NAMES.index(base)]
        out[:, NAMES.index(gap)] = values - np.nanmax(values) if np.isfinite(values).any() else values
    return out


def _words(
    post: PostView, candidates: Candidates, records: Sequence[RecordView], vocabulary: Vocabulary
) -> dict[str, Floats]:
    terms = vocabulary.numbers(sorted(post.terms))
    author = vocabulary.numbers(sorted(post.author_terms))
    known = np.zeros(len(vocabulary), np.bool_)
    known[terms] = True
    bits = vocabulary.bits
    post_bits = max(float(bits[terms].sum()), 1.0)
    claim = _Field([each.claim for each in records], known, bits)
    title = _Field([each.title for each in records], known, bits)
    head = _Field([each.head for each in records], known, bits)
    everything = _Field([each.all for each in records], known, bits)
    of_author = np.zeros(len(vocabulary), np.bool_)
    of_author[author] = True
    signed = everything.shared(of_author)
    of_author_bits = max(float(bits[author].sum()), 1.0) if len(author) else np.nan
    covered = np.maximum(claim.covered, title.covered)
    explained = everything.shared_bits / post_bits
    bm25 = candidates.lexical / np.float32(post_bits)
    return {
        "words_bm25": bm25,
        "words_covered_head": covered,
        "words_covered_claim": claim.covered,
        "words_explained_head": head.shared_bits / post_bits,
        "words_explained_all": explained,
        "words_shared_bits": head.shared_bits,
        "rare_word_bits": everything.rarest(1),
        "rare_word_bits_head": head.rarest(1),
        "rare_third_bits": everything.rarest(3),
        "rare_missing": head.missing_rarest(),
        "author_bits": signed,
        "author_covered": np.asarray(signed / of_author_bits, np.float32),
        "post_terms": np.full_like(signed, len(terms)),
        "post_bits": np.full_like(signed, post_bits / max(1, len(terms))),
    }


class _Field:
    """One field of all candidates at once: which of its terms, rarest first, the post shares, and what they weigh."""

    def __init__(self, terms: Sequence[Numbers], known: npt.NDArray[np.bool_], bits: Floats) -> None:
        lengths = np.array([len(each) for each in terms])
        self._all = np.concatenate(terms)
        self._count = len(terms)
        self._owner = np.repeat(np.arange(self._count), lengths)
        self._start = (np.cumsum(lengths) - lengths)[self._owner]
        self._weight = bits[self._all]
        self._hit = known[self._all]
        self.shared_bits = self._sum(self._weight * self._hit)
        self.covered = self.shared_bits / np.maximum(self._sum(self._weight), 1.0)

    def shared(self, known: npt.NDArray[np.bool_]) -> Floats:
        """Bits shared with another set of terms."""
        return self._sum(self._weight * known[self._all])

    def rarest(self, place: int) -> Floats:
        """Bits of the rarest term that is shared (place 1), of the second rarest …; 0 where there are fewer."""
        return self._nth(self._hit, place)

    def missing_rarest(self) -> Floats:
        """Bits of the rarest term that the post lacks: the record is about something else."""
        return self._nth(~self._hit, 1)

    def _sum(self, values: Floats) -> Floats:
        return np.bincount(self._owner, weights=values, minlength=self._count).astype(np.float32)

    def _nth(self, marked: npt.NDArray[np.bool_], place: int) -> Floats:
        out = np.zeros(self._count, np.float32)
        if len(marked):
            count = np.concatenate([[0], np.cumsum(marked)])
            found = np.flatnonzero(marked & (count[1:] - count[self._start] == place))
            out[self._owner[found]] = self._weight[found]
        return out


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


def _facts(post: PostView, records: Sequence[RecordView]) -> dict[str, Floats]:
    numbers = np.array(
        [(len(each.numbers & post.numbers), len(each.numbers - post.numbers)) for each in records], np.float32
    )
    names = np.array([(len(each.names & post.names), len(each.names)) for each in records], np.float32)
    return {
        "numbers_shared": numbers[:, 0],
        "numbers_missing": numbers[:, 1],
        "names_shared": names[:, 0],
        "names_covered": names[:, 0] / (1 + names[:, 1]),
    }
