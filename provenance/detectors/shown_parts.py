"""Pictures as support for findings about words: the post tells a record's event, and shows the record's picture, too.

A picture alone makes no such finding; another date or place over a known picture is `out_of_context_media`.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.detectors.base import Context
from provenance.model.finding import Finding, Match, Pattern, Reason

if TYPE_CHECKING:
    from provenance.retrieval.pictures import PictureEvidence

#: Agreement from which a picture counts; below, a shared sign or a like scene is possible (2026-11).
LEAST_SIMILARITY = 0.7
#: What pictures add, in bits: few posts with both exist to measure on, so less than the words that they support.
#: One picture of the old event; pictures of two of the parts. One part's picture alone speaks for no second part.
OLD_EVENT_BITS, TWO_PARTS_BITS = 1.5, 2.0


def with_pictures(context: Context, finding: Finding) -> Finding:
    """The finding, with the pictures of the post that its own records show."""
    cited = {citation.evidence_id for citation in finding.citations}
    shown = _shown(context, cited)
    if not shown:
        return finding
    several = len({hit.evidence.id for _, hit in shown}) > 1
    bits = OLD_EVENT_BITS if finding.pattern is Pattern.REHEATED else TWO_PARTS_BITS if several else 0.0
    named = ", ".join(sorted({hit.evidence.title or hit.evidence.id for _, hit in shown}))
    return replace(
        finding,
        reasons=(*finding.reasons, Reason("shows-it-too", f"the post shows the picture of: {named}", bits)),
        matches=(
            *finding.matches,
            *(
                Match(
                    hit.evidence.id,
                    hit.match.box_a.span(media),
                    hit.match.box_b.span(hit.media),
                    "picture-agreement",
                    hit.match.similarity,
                )
                for media, hit in shown
            ),
        ),
        confidence=None if finding.confidence is None else round(_more(finding.confidence, bits), 4),
    )


def _shown(context: Context, cited: set[str]) -> list[tuple[str, PictureEvidence]]:
    """The best hit of each cited record in each picture; frames of recordings are left to other patterns."""
    best: dict[tuple[str, str], PictureEvidence] = {}
    for picture in context.pictures:
        for hit in picture.hits:
            if hit.at_s is None and hit.evidence.id in cited and hit.match.similarity >= LEAST_SIMILARITY:
                best.setdefault((str(picture.media), hit.evidence.id), hit)
    return [(media, hit) for (media, _), hit in best.items()]


def _more(confidence: float, bits: float) -> float:
    """Odds times 2^bits; certainty stays certainty."""
    if confidence in {0.0, 1.0}:
        return confidence
    odds = confidence / (1 - confidence) * math.exp2(bits)
    return odds / (1 + odds)
