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
    pools: Sequence[Candidates],
    records: Sequence[RecordView],
    cosines: Similarities,
    vocabulary: Vocabulary,
) -> list[Floats]:
    """Compare one post with its candidates.

    Args:
        post: the post.
        pools: its candidates; ranks and gaps are those within a pool.
        records: of the candidates of all pools, one pool after the other.
        cosines: the same.
        vocabulary: that numbered the records' terms.

    Returns:
        For each pool float32, shape (candidates, features) in the order of `NAMES`; NaN where a record lacks what is
        compared.
    """
    if not records:
        return [np.zeros((0, len(NAMES)), np.float32) for _ in pools]
    columns = {
        **_words(post, np.concatenate([pool.lexical for pool in pools]), records, vocabulary),
        **_meaning(cosines),
        **_facts(post, records),
        "fused": np.concatenate([pool.fused for pool in pools]),
        "head_terms": np.array([len(each.claim) for each in records], np.float32),
        "body_terms": np.array([len(each.all) - len(each.head) for each in records], np.float32),
    }
    matrix = np.full((len(records), len(NAMES)), np.nan, np.float32)
    for name, values in columns.items():
        matrix[:, _COLUMN[name]] = values
    ends = np.cumsum([len(pool) for pool in pools])
    return [relate(part) for part in np.split(matrix, ends[:-1])]


_COLUMN = {name: place for place, name in enumerate(NAMES)}
_GAP_COLUMNS = [_COLUMN[gap] for gap in GAPS]
_BASE_COLUMNS = [_COLUMN[base] for base in GAPS.values()]


def relate(matrix: Floats) -> Floats:
    """Fill in the features that compare the candidates of one post with one another.

    Args:
        matrix: all candidates of one post, best fused first, columns as `NAMES`.

    Returns:
        The same with fresh rank and gaps; a gap is 0 for the best candidate and negative for the others.
    """
    out = matrix.copy()
    if len(matrix):
        out[:, _COLUMN["fused_rank"]] = np.arange(len(matrix))
        values = matrix[:, _BASE_COLUMNS]
        out[:, _GAP_COLUMNS] = values - np.fmax.reduce(values, axis=0)
    return out


def _words(post: PostView, lexical: Floats, records: Sequence[RecordView], vocabulary: Vocabulary) -> dict[str, Floats]:
    terms = vocabulary.numbers(sorted(post.terms))
    author = vocabulary.numbers(sorted(post.author_terms))
    bits = vocabulary.bits
    post_bits = max(float(bits[terms].sum()), 1.0)
    fields = _Fields(records, _marked(terms, vocabulary), bits)
    covered_claim = fields.covered("claim")
    head, everything = fields.shared_bits("head"), fields.shared_bits("all")
    if len(author):
        signed = fields.shared("all", _marked(author, vocabulary))
        of_author_bits = max(float(bits[author].sum()), 1.0)
    else:
        signed, of_author_bits = np.zeros(len(records), np.float32), np.nan
    return {
        "words_bm25": lexical / np.float32(post_bits),
        "words_covered_head": np.maximum(covered_claim, fields.covered("title")),
        "words_covered_claim": covered_claim,
        "words_explained_head": head / post_bits,
        "words_explained_all": everything / post_bits,
        "words_shared_bits": head,
        "rare_word_bits": fields.rarest("all", 1),
        "rare_word_bits_head": fields.rarest("head", 1),
        "rare_third_bits": fields.rarest("all", 3),
        "rare_missing": fields.missing_rarest("head"),
        "author_bits": signed,
        "author_covered": np.asarray(signed / of_author_bits, np.float32),
        "post_terms": np.full_like(signed, len(terms)),
        "post_bits": np.full_like(signed, post_bits / max(1, len(terms))),
    }


def _marked(terms: Numbers, vocabulary: Vocabulary) -> npt.NDArray[np.bool_]:
    known = np.zeros(len(vocabulary), np.bool_)
    known[terms] = True
    return known


class _Fields:
    """The fields of all candidates at once: which of their terms, rarest first, the post shares, and what they weigh.

    The terms of all claims lie first, then those of all titles, heads, and whole records: one array, few steps.
    """

    _NAMES = ("claim", "title", "head", "all")

    def __init__(self, records: Sequence[RecordView], known: npt.NDArray[np.bool_], bits: Floats) -> None:
        terms = [getattr(record, name) for name in self._NAMES for record in records]
        lengths = np.fromiter(map(len, terms), np.int64, len(terms))
        self._count = len(records)
        self._all = np.concatenate(terms)
        self._owner = np.repeat(np.arange(len(terms)), lengths)
        self._ends = np.cumsum(lengths)
        self._starts = self._ends - lengths
        self._weight = bits[self._all]
        self._hit = known[self._all]
        hits = np.flatnonzero(self._hit)
        self._shared = np.bincount(self._owner[hits], self._weight[hits], len(terms)).astype(np.float32)

    def shared_bits(self, name: str) -> Floats:
        """Bits of the terms of a field that the post shares."""
        first = self._NAMES.index(name) * self._count
        return self._shared[first : first + self._count]

    def covered(self, name: str) -> Floats:
        """Share of a field's bits that the post shares."""
        return np.asarray(self.shared_bits(name) / np.maximum(self._sum(name, self._weight), 1.0), np.float32)

    def shared(self, name: str, known: npt.NDArray[np.bool_]) -> Floats:
        """Bits of a field shared with another set of terms."""
        inside = self._inside(name)
        values = np.zeros_like(self._weight)
        values[inside] = self._weight[inside] * known[self._all[inside]]
        return self._sum(name, values)

    def rarest(self, name: str, place: int) -> Floats:
        """Bits of the rarest term that is shared (place 1), of the second rarest …; 0 where there are fewer."""
        return self._nth(name, np.flatnonzero(self._hit[self._inside(name)]), place)

    def missing_rarest(self, name: str) -> Floats:
        """Bits of the rarest term that the post lacks: the record is about something else."""
        return self._nth(name, np.flatnonzero(~self._hit[self._inside(name)]), 1)

    def _inside(self, name: str) -> slice:
        first = self._NAMES.index(name) * self._count
        return slice(self._starts[first], self._ends[first + self._count - 1])

    def _sum(self, name: str, values: Floats) -> Floats:
        inside, first = self._inside(name), self._NAMES.index(name) * self._count
        return np.bincount(self._owner[inside] - first, values[inside], self._count).astype(np.float32)

    def _nth(self, name: str, marked: npt.NDArray[np.int64], place: int) -> Floats:
        """Bits of the marked term in this place of each record; `marked` counts from the first term of the field."""
        inside, first = self._inside(name), self._NAMES.index(name) * self._count
        places = marked + inside.start
        owner = self._owner[places] - first
        # Where the marked terms of each owner begin, among all marked ones.
        begin = np.searchsorted(owner, np.arange(self._count + 1))
        found = np.flatnonzero(begin[1:] - begin[:-1] >= place)
        out = np.zeros(self._count, np.float32)
        out[found] = self._weight[places[begin[found] + place - 1]]
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
