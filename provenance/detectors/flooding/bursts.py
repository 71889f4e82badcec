"""Clusters of copies in time: which of them were posted by many accounts within a short time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from provenance.alignment.loose_copies import Rarity, is_loose_copy, parts, word_parts
from provenance.alignment.near_copies import copy_key
from provenance.detectors.base import Context
from provenance.detectors.flooding.settings import FloodSettings
from provenance.text.normalise import normalise
from provenance.text.sound_key import is_chinese

#: The rarity of words is taken from at most so many posts: enough to tell common from rare.
_RARITY_FROM = 20_000


@dataclass(frozen=True)
class Burst:
    """Copies by many accounts in a short time, earliest first."""

    members: tuple[Context, ...]

    @property
    def origin(self) -> Context:
        """The earliest of the posts seen; where several share the time, the first by id."""
        return self.members[0]

    @cached_property
    def accounts(self) -> int:
        """How many accounts posted it."""
        return len({member.post.author for member in self.members})

    @cached_property
    def seconds(self) -> float:
        """From the first post to the last."""
        return (posted(self.members[-1]) - posted(self.members[0])).total_seconds()


def usable(context: Context) -> bool:
    """Whether a post can count: it has words, a date and an account."""
    return bool(context.post.text.strip() and context.post.posted_at and context.post.author)


def posted(context: Context) -> datetime:
    """When a usable post was published: the beginning of the stated time."""
    if context.post.posted_at is None:
        raise ValueError(f"post {context.post.id} has no date")
    return context.post.posted_at.start


def in_order(members: Sequence[Context]) -> tuple[Context, ...]:
    """By time, then by id."""
    return tuple(sorted(members, key=lambda member: (posted(member), member.post.id)))


def bursts(members: Sequence[Context], settings: FloodSettings) -> Iterator[Burst]:
    """The parts of a cluster where enough accounts posted within one window; slower trickles are none."""
    ordered = in_order(members)
    if len({member.post.author for member in ordered}) < settings.min_accounts:
        return
    window = timedelta(hours=settings.window_hours)
    dense = [False] * len(ordered)
    authors: Counter[str | None] = Counter()
    first = 0
    for last, member in enumerate(ordered):
        authors[member.post.author] += 1
        while posted(member) - posted(ordered[first]) > window:
            authors[ordered[first].post.author] -= 1
            authors += Counter()  # drops the accounts that are at zero
            first += 1
        if len(authors) >= settings.min_accounts:
            dense[first : last + 1] = [True] * (last + 1 - first)
    run: list[Context] = []
    for member, is_dense in zip(ordered, dense, strict=True):
        if run and (not is_dense or posted(member) - posted(run[-1]) > window):
            yield Burst(tuple(run))
            run = []
        if is_dense:
            run.append(member)
    if run:
        yield Burst(tuple(run))


def with_rewordings(
    found: Sequence[Burst],
    clusters: Sequence[Sequence[Context]],
    everything: Sequence[Context],
    settings: FloodSettings,
) -> Iterator[Burst]:
    """The same floods, each with the reworded copies of its own hours; two floods that reword each other become one."""
    if not found:
        return
    ordered = in_order(everything)
    known = {member.post.id: _parts(member.post.text) for member in ordered[:: max(1, len(ordered) // _RARITY_FROM)]}
    rarity = Rarity.of(known.values())
    times = [posted(member) for member in ordered]
    margin = timedelta(hours=settings.margin_hours)
    cluster_of = {member.post.id: number for number, members in enumerate(clusters) for member in members}
    taken: set[str] = set()
    for burst in sorted(found, key=lambda burst: -len(burst.members)):
        if burst.origin.post.id in taken:
            continue
        members = {member.post.id: member for member in burst.members}
        first = bisect_left(times, posted(burst.members[0]) - margin)
        nearby = ordered[first : bisect_right(times, posted(burst.members[-1]) + margin)]
        flood = set[str]().union(*(_parts_of(member, known) for member in burst.members))
        for group in _groups([each for each in nearby if each.post.id not in members], cluster_of):
            copied = len({member.post.author for member in group}) > 1
            if any(is_loose_copy(_parts_of(member, known), flood, rarity, copied=copied) for member in group):
                members |= {member.post.id: member for member in group}
                flood.update(*(_parts_of(member, known) for member in group))
        taken |= set(members)
        yield Burst(in_order(list(members.values())))


def _groups(members: Sequence[Context], cluster_of: dict[str, int]) -> list[list[Context]]:
    """Posts that copy one another belong together; larger groups first, since their words help to find the others."""
    groups: dict[int | str, list[Context]] = {}
    for member in members:
        groups.setdefault(cluster_of.get(member.post.id, member.post.id), []).append(member)
    return sorted(groups.values(), key=len, reverse=True)


def _parts_of(member: Context, known: dict[str, frozenset[str]]) -> frozenset[str]:
    if member.post.id not in known:
        known[member.post.id] = _parts(member.post.text)
    return known[member.post.id]


def _parts(text: str) -> frozenset[str]:
    key = copy_key(text)
    if is_chinese(key):
        return parts(key)
    return word_parts("".join(char if char.isalnum() else " " for char in normalise(text).text.lower()).split())
