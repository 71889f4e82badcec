"""A member of a flood as a finding: the post it repeats beside it, how many, how fast, and what is known about it."""

from __future__ import annotations

import hashlib
import math

from rapidfuzz.distance import Indel

from provenance.alignment.near_copies import copy_key
from provenance.detectors.base import Context
from provenance.detectors.flooding.bursts import Burst, posted
from provenance.detectors.flooding.settings import FloodSettings
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.post import Post
from provenance.model.span import TextSpan
from provenance.text.normalise import normalise

#: Runs of equal characters shorter than this are chance; runs parted by no more than `_GAP` are shown as one.
_RUN, _GAP = 2, 3
#: A card shows so many aligned runs at most, the longest.
_RUNS_SHOWN = 6
_QUOTE_CHARACTERS = 200


def finding_of(member: Context, burst: Burst, settings: FloodSettings) -> Finding:
    """The finding of one post; the origin itself is shown beside the first copy of it."""
    origin = burst.origin
    other = burst.members[1] if member is origin else origin
    similarity = _similarity(member.post.text, other.post.text)
    known = _repeated(burst, settings)
    details = {
        "cluster_id": cluster_id(burst),
        "size": len(burst.members),
        "accounts": burst.accounts,
        "window_s": burst.seconds,
        "origin_post_id": origin.post.id,
        "first_posted_at": posted(origin).isoformat(),
        "nearest_earlier_post_id": _nearest_earlier(member, burst),
        "repeats": known.id if known else None,
    }
    return Finding(
        post_id=member.post.id,
        pattern=Pattern.FLOODING,
        reasons=_reasons(burst, similarity, settings),
        matches=_matches(member.post, other.post, similarity),
        citations=(_cite(other.post), *([Citation.of(known)] if known else [])),
        index_version=member.index_version,
        details=details,
    )


def cluster_id(burst: Burst) -> str:
    """A name that stays the same as long as the earliest post does."""
    return f"flood-{hashlib.sha256(burst.origin.post.id.encode()).hexdigest()[:10]}"


def _reasons(burst: Burst, similarity: float, settings: FloodSettings) -> tuple[Reason, ...]:
    hours = burst.seconds / 3600
    return (
        Reason("prior", "before its copies are seen, few posts are part of a flood", settings.prior_bits),
        Reason(
            "near-copy",
            f"{similarity:.0%} of the characters stand in the other post in this order",
            settings.copy_bits * similarity,
        ),
        Reason(
            "accounts",
            f"{len(burst.members)} posts by {burst.accounts} accounts",
            settings.account_bits * math.log2(burst.accounts),
        ),
        Reason(
            "short-time",
            f"all within {hours:.1f} hours",
            max(0.0, math.log2(settings.window_hours / max(hours, 0.5))),
        ),
    )


def _matches(post: Post, other: Post, similarity: float) -> tuple[Match, ...]:
    """The runs of characters that both texts share, with their places in both as received."""
    left, right = normalise(post.text), normalise(other.text)
    runs: list[list[int]] = []
    for block in Indel.editops(left.text, right.text).as_matching_blocks():
        if block.size < _RUN:
            continue
        if runs and block.a - runs[-1][1] <= _GAP and block.b - runs[-1][3] <= _GAP:
            runs[-1][1], runs[-1][3] = block.a + block.size, block.b + block.size
        else:
            runs.append([block.a, block.a + block.size, block.b, block.b + block.size])
    longest = sorted(sorted(runs, key=lambda run: run[0] - run[1])[:_RUNS_SHOWN])
    spans = [(left.raw_span(run[0], run[1]), right.raw_span(run[2], run[3])) for run in longest]
    whole = (TextSpan(0, len(post.text)), TextSpan(0, len(other.text)))
    return tuple(Match(other.id, mine, its, "indel-similarity", similarity) for mine, its in spans or [whole])


def _similarity(left: str, right: str) -> float:
    return float(Indel.normalized_similarity(copy_key(left), copy_key(right)))


def _cite(post: Post) -> Citation:
    return Citation(
        evidence_id=post.id,
        url=post.url,
        published_at=post.posted_at.isoformat() if post.posted_at else None,
        quote=post.text[:_QUOTE_CHARACTERS],
    )


def _nearest_earlier(member: Context, burst: Burst) -> str | None:
    """The earlier post whose wording is nearest: what it may have been copied from; the first of equals."""
    earlier = burst.members[: burst.members.index(member)]
    first_of: dict[str, str] = {}
    for other in earlier:
        first_of.setdefault(copy_key(other.post.text), other.post.id)
    if not first_of:
        return None
    key = copy_key(member.post.text)
    return first_of[max(first_of, key=lambda known: Indel.normalized_similarity(key, known))]


def _repeated(burst: Burst, settings: FloodSettings) -> Evidence | None:
    """The fact-check that the flood's posts are nearest to, if any is near enough."""
    hits = [
        hit
        for member in burst.members
        for hit in member.hits.get(Kind.FACT_CHECK, ())[:1]
        if hit.weight_bits >= settings.repeats_from_bits
    ]
    return max(hits, key=lambda hit: hit.weight_bits).evidence if hits else None
