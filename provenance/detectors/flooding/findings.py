"""A member of a flood as a finding: the post it repeats beside it, how many, how fast, and what is known about it."""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property

from rapidfuzz.distance import Indel
from rapidfuzz.process import extractOne

from provenance.alignment.near_copies import copy_key
from provenance.detectors.base import Context, Reported
from provenance.detectors.flooding.bursts import Burst, posted
from provenance.detectors.flooding.settings import FloodSettings
from provenance.detectors.flooding.silence import quiet_share
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason, weight_of
from provenance.model.post import Post
from provenance.model.span import TextSpan
from provenance.scoring.flood_bits import flood_weights
from provenance.text.normalise import normalise

#: Accounts that make a flood in the fitted table; another number in the settings takes their place.
_FITTED_ACCOUNTS = 5
#: Within a quarter of the window is short; a shorter time says no more (people also react to news within minutes).
_MOST_HALVINGS = 2
#: Runs of equal characters shorter than this are chance; runs parted by no more than `_GAP` are shown as one.
_RUN, _GAP = 2, 3
#: A card shows so many aligned runs at most, the longest.
_RUNS_SHOWN = 6
_QUOTE_CHARACTERS = 200


class Flood:
    """A burst with what all its findings have in common, worked out once."""

    def __init__(self, burst: Burst, settings: FloodSettings) -> None:
        self._burst, self._settings = burst, settings

    def may_be_reported(self, reported: Reported) -> bool:
        """Whether any finding will be: that of a post, say, which is its origin letter by letter."""
        # Whether the copies are ordinary is dear to read, and asked last.
        extremes = [self._reasons(alike, ordinary) for alike in (0.0, 1.0) for ordinary in (0.0, 1.0)]
        return any(_is_reported(reasons, reported) for reasons in extremes)

    def finding_of(self, member: Context, reported: Reported) -> Finding | None:
        """The finding of one post, where it will be reported; beside the origin itself stands its first copy."""
        burst, origin = self._burst, self._burst.origin
        other = burst.members[1] if member is origin else origin
        alike = indel_similarity(*(self._keys[self._places[each.post.id]] for each in (member, other)))
        reasons = self._reasons(alike, self._ordinary)
        if not _is_reported(reasons, reported):
            return None
        known = self._known
        details = {
            "cluster_id": cluster_id(burst),
            "size": len(burst.members),
            "accounts": burst.accounts,
            "window_s": burst.seconds,
            "origin_post_id": origin.post.id,
            "first_posted_at": posted(origin).isoformat(),
            "nearest_earlier_post_id": self._nearest_earlier(member),
            "repeats": known.id if known else None,
        }
        return Finding(
            post_id=member.post.id,
            pattern=Pattern.FLOODING,
            reasons=reasons,
            matches=_matches(member.post, other.post, alike),
            citations=(_cite(other.post), *([Citation.of(known)] if known else [])),
            index_version=member.index_version,
            confidence=_confidence(reasons),
            details=details,
        )

    def _reasons(self, alike: float, ordinary: float) -> tuple[Reason, ...]:
        return _reasons(self._burst, flood_values(self._burst, self._settings, alike=alike, ordinary=ordinary))

    @cached_property
    def _ordinary(self) -> float:
        return quiet_share(self._burst, self._settings)

    @cached_property
    def _known(self) -> Evidence | None:
        return _repeated(self._burst, self._settings)

    @cached_property
    def _places(self) -> dict[str, int]:
        """Post → its place among the members."""
        return {member.post.id: place for place, member in enumerate(self._burst.members)}

    @cached_property
    def _keys(self) -> list[str]:
        """What each member is compared by."""
        return [copy_key(member.post.text) for member in self._burst.members]

    @cached_property
    def _wordings(self) -> tuple[list[str], list[int]]:
        """Each wording once, in the order in which they turn up, and the place of the first member that has it."""
        first_of: dict[str, int] = {}
        for place, key in enumerate(self._keys):
            first_of.setdefault(key, place)
        return list(first_of), list(first_of.values())

    def _nearest_earlier(self, member: Context) -> str | None:
        """The earlier post whose wording is nearest: what it may have been copied from; the first of equals."""
        place = self._places[member.post.id]
        wordings, places = self._wordings
        found = extractOne(
            self._keys[place], wordings[: bisect_left(places, place)], scorer=Indel.normalized_similarity
        )
        return self._burst.members[places[found[2]]].post.id if found else None


def cluster_id(burst: Burst) -> str:
    """A name that stays the same as long as the earliest post does."""
    return f"flood-{hashlib.sha256(burst.origin.post.id.encode()).hexdigest()[:10]}"


def _confidence(reasons: Sequence[Reason]) -> float:
    return round(flood_weights().confidence(sum(reason.weight_bits for reason in reasons)), 4)


def _is_reported(reasons: Sequence[Reason], reported: Reported) -> bool:
    return reported(weight_of(reasons), _confidence(reasons))


def flood_values(burst: Burst, settings: FloodSettings, *, alike: float, ordinary: float) -> dict[str, float]:
    """Feature → value: what tells a flood from people who happen to say the same.

    Doublings of the accounts up to the least number that makes a flood, and beyond it; halvings of the time from first
    to last below the window, at most two; characters in common with the post beside it, as a share; share of the
    copies that are greetings, attributed or official.

    Args:
        burst: the flood.
        settings: its numbers.
        alike: `indel_similarity` of the post and the one beside it.
        ordinary: `quiet_share` of the flood.
    """
    least = max(2, settings.min_accounts)
    hours = max(burst.seconds / 3600, settings.window_hours / 2**_MOST_HALVINGS)
    return {
        "accounts": math.log2(_FITTED_ACCOUNTS) * min(1.0, math.log2(burst.accounts) / math.log2(least)),
        "more-accounts": math.log2(max(1, burst.accounts / least)),
        "short-time": math.log2(settings.window_hours / hours),
        "near-copy": alike,
        "ordinary": ordinary,
    }


def _reasons(burst: Burst, values: Mapping[str, float]) -> tuple[Reason, ...]:
    weights = flood_weights()
    told = {
        "accounts": f"{len(burst.members)} posts by {burst.accounts} accounts",
        "more-accounts": "more accounts than a household and its friends",
        "short-time": f"all within {burst.seconds / 3600:.1f} hours",
        "near-copy": f"{values['near-copy']:.0%} of the characters stand in the other post in this order",
        "ordinary": f"{values['ordinary']:.0%} of the copies are greetings, name their source or are official words",
    }
    bits = weights.contributions(values)
    return (
        Reason("prior", "few groups of near-copies are floods", weights.prior_bits),
        *(Reason(name, told[name], bits[name]) for name in told if bits[name]),
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


def indel_similarity(left: str, right: str) -> float:
    """The share of the characters of two keys (`copy_key`) that stand in both in this order, 0–1."""
    return float(Indel.normalized_similarity(left, right))


def _cite(post: Post) -> Citation:
    return Citation(
        evidence_id=post.id,
        url=post.url,
        published_at=post.posted_at.isoformat() if post.posted_at else None,
        quote=post.text[:_QUOTE_CHARACTERS],
    )


def _repeated(burst: Burst, settings: FloodSettings) -> Evidence | None:
    """The fact-check that the flood's posts are nearest to, if any is near enough."""
    hits = [
        hit
        for member in burst.members
        for hit in member.hits.get(Kind.FACT_CHECK, ())[:1]
        if hit.weight_bits >= settings.repeats_from_bits
    ]
    return max(hits, key=lambda hit: hit.weight_bits).evidence if hits else None
