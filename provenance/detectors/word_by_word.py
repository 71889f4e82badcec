"""Claims laid beside a post word by word: where words and meaning leave it in doubt, and where languages differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from provenance.detectors.base import Context
from provenance.detectors.recorded import language_of_record
from provenance.model.finding import Reason
from provenance.model.hit import Hit
from provenance.model.wordwise import WordwisePart
from provenance.retrieval.stored_hit import StoredHits, feature_columns
from provenance.scoring import wordwise_bits as bits
from provenance.text.language import may_be_in

#: How near in meaning a record is to the post.
NEARNESS = "meaning_head_z"
#: Evidence that a look at each word may turn (bits).
LEAST_IN_DOUBT, MOST_IN_DOUBT = bits.DOUBTFUL
#: Claims near in meaning that are looked at for their language; of each other one the nearest is laid beside the post.
_LOOKED_AT = 12
#: A further claim of another language is cited down to so many bits below the best one: the same rumour, elsewhere.
ALSO_BITS = 1.0


def of_each_word(context: Context, claim: str, total: float) -> Reason | None:
    """What a claim of the post's language has word by word in the post.

    Args:
        context: of the post.
        claim: of a fact-check.
        total: the evidence without it, bits.

    Returns:
        None where nobody can tell, and where it would turn nothing.
    """
    if context.wordwise is None or not LEAST_IN_DOUBT < total < MOST_IN_DOUBT:
        return None
    words = context.wordwise.between(context.post.text, claim)
    if words is None:
        return None
    said = f"{max(0.0, words.beyond_chance):.0%} of the claim, word by word, is in the post"
    return Reason("word-by-word", said, bits.same_language(words))


def near_enough(hits: Sequence[Hit]) -> list[Hit]:
    """Hits near enough in meaning for their language to be asked, the nearest first."""
    least = bits.least_nearness(len(hits.outlines) if isinstance(hits, StoredHits) else 0)
    nearness = feature_columns(hits, [NEARNESS])[:, 0]
    near = (nearness >= least).nonzero()[0]  # not where it is unknown
    return [hits[place] for place in near[np.argsort(-nearness[near], kind="stable")][:_LOOKED_AT].tolist()]


def from_abroad(context: Context, hits: Sequence[Hit]) -> list[tuple[Hit, Reason, WordwisePart]]:
    """Hits whose claim is of another language and more likely than not what a part of the post says, best first.

    Args:
        context: of the post.
        hits: those `near_enough`, as far as they may be cited.
    """
    if context.wordwise is None:
        return []
    text, found = context.post.text, []
    laid: set[str | None] = set()
    for hit in hits:
        if not hit.evidence.claim or hit.evidence.lang in laid or may_be_in(text, language_of_record(hit)):
            continue
        laid.add(hit.evidence.lang)
        part = context.wordwise.in_part(text, hit.evidence.claim or "")
        if part and (weight := bits.ABROAD.of(part)) > 0:
            said = "the claim, in another language, says the same word by word"
            found.append((hit, Reason("other-language", said, weight), part))
    best = max((reason.weight_bits for _, reason, _ in found), default=0.0)
    return [each for each in found if each[1].weight_bits >= best - ALSO_BITS]
