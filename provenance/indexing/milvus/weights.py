"""BM25 as an inner product: what Milvus keeps of a record's words, and what it is asked for.

A record's weight of a term is the part of BM25 that its own counts decide; a query's weight is the boost times the
rarity of the term, so that nights which add records change no row. Lengths are rounded as in the embedded index, so
that both give the same scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

from provenance.indexing.bm25 import FACTS, K1, B, rounded_length
from provenance.indexing.fields import searched_terms

#: A dimension that no term has; every record weighs something there, since Milvus takes no empty vector.
_EVERY = 0
#: Milvus keeps the largest number of 32 bits for itself.
_DIMENSIONS = 2**32 - 2

Counts = dict[str, Counter[str]]


def counts_of(texts: Mapping[str, str], facts: Sequence[str], *, whole: bool = False) -> Counts:
    """Channel → how often it has each term; `whole` as for `fields.searched_terms`."""
    out: Counts = {}
    for name, terms in searched_terms(texts, whole=whole).items():
        out[f"{name}_words"], out[f"{name}_pairs"] = Counter(terms.words), Counter(terms.pairs)
    if facts:
        out[FACTS] = Counter(facts)
    return out


def document_weights(counts: Counts, means: Mapping[str, float]) -> dict[int, float]:
    """Dimension → weight of a record.

    Args:
        counts: of the record.
        means: channel → mean number of terms.
    """
    out = {_EVERY: 1.0}
    for channel, found in counts.items():
        length = rounded_length(found.total())
        norm = K1 * (1 - B + B * length / means[channel]) if means[channel] else K1
        for term, often in found.items():
            at = dimension(channel, term)
            out[at] = out.get(at, 0.0) + often * (K1 + 1) / (often + norm)
    return out


@lru_cache(maxsize=1 << 17)
def dimension(channel: str, term: str) -> int:
    """Where a term's weight stands."""
    digest = blake2b(f"{channel} {term}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return 1 + int.from_bytes(digest, "little") % (_DIMENSIONS - 1)
