"""Which part of a text tells what another text tells: whole sentences, as spans of the text as received."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from provenance.indexing.analysis import KEPT_TEXTS, terms_of
from provenance.model.span import TextSpan
from provenance.text.sentences import sentences

#: A neighbouring sentence joins a passage when it adds at least this share of the other text's terms.
ADDS = 0.15
#: Below this share of common terms the wording decides nothing (another language, say) and the whole text is meant.
LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Passage:
    """A span and the share of the other text's terms that stand in it (0..1)."""

    span: TextSpan
    covered: float


def best_passage(text: str, told: str) -> Passage:
    """The sentences of `text` that share most with `told`, and neighbours that add to them.

    Args:
        text: as received.
        told: a claim or sentence, in any spelling.
    """
    wanted = _terms(told)
    spans = sentences(text)
    whole = TextSpan(spans[0].start, spans[-1].end) if spans else TextSpan(0, len(text))
    if not wanted or not spans:
        return Passage(whole, 0.0)
    shared = [wanted & _terms(span.of(text)) for span in spans]
    first = last = max(range(len(spans)), key=lambda place: (len(shared[place]), -len(spans[place])))
    have = set(shared[first])
    if len(have) < LEAST * len(wanted):
        return Passage(whole, len(set().union(*shared)) / len(wanted))
    grown = True
    while grown:
        grown = False
        for place in (first - 1, last + 1):
            if 0 <= place < len(spans) and len(shared[place] - have) >= ADDS * len(wanted):
                have |= shared[place]
                first, last = min(first, place), max(last, place)
                grown = True
    return Passage(TextSpan(spans[first].start, spans[last].end), len(have) / len(wanted))


def common_share(first: str, second: str) -> float:
    """Share of the shorter text's terms that stand in the other one (overlap coefficient)."""
    one, other = _terms(first), _terms(second)
    return len(one & other) / max(1, min(len(one), len(other)))


def words_of(text: str) -> frozenset[str]:
    """The distinct words of a text as the index compares them: segmented, stemmed, without script and case."""
    return frozenset(terms_of(text).words)


@lru_cache(maxsize=KEPT_TEXTS)
def _terms(text: str) -> frozenset[str]:
    found = terms_of(text)
    return frozenset((*found.words, *found.pairs))
