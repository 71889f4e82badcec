"""When copies are no flood: sources named, fresh official words, greetings, refutations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from provenance.alignment.near_copies import copy_key, shingles
from provenance.detectors.base import Context
from provenance.detectors.flooding.bursts import Burst, posted
from provenance.detectors.flooding.settings import FloodSettings
from provenance.model.evidence import Kind
from provenance.text.boilerplate import is_attributed, is_greeting
from provenance.text.stance import Stance, stance_of

#: So many members are read to judge a large cluster, evenly spread over its time.
_READ = 40


def stays_silent(burst: Burst, settings: FloodSettings) -> bool:
    """Whether most of a cluster is of a kind that many write or pass on without any campaign."""
    members = _read_of(burst)
    quiet = 0
    for left, member in zip(reversed(range(len(members))), members, strict=True):
        quiet += _is_of_a_quiet_kind(member, settings)
        # The others are not read where they decide nothing.
        if quiet / len(members) >= settings.silent_share or (quiet + left) / len(members) < settings.silent_share:
            break
    return quiet / len(members) >= settings.silent_share


def quiet_share(burst: Burst, settings: FloodSettings) -> float:
    """Share of the copies that are greetings, name their source, refute, or are fresh official words, 0–1."""
    members = _read_of(burst)
    return sum(_is_of_a_quiet_kind(member, settings) for member in members) / len(members)


def _read_of(burst: Burst) -> Sequence[Context]:
    """The members that are read."""
    return burst.members[:: max(1, len(burst.members) // _READ)]


def is_silent(member: Context, settings: FloodSettings) -> bool:
    """Whether one post of a flood is left alone: it names its source, refutes, or is fresh official copy."""
    text = member.post.text
    return is_attributed(text) or stance_of(text).stance is Stance.REFUTE or _is_official(member, settings)


def _is_of_a_quiet_kind(member: Context, settings: FloodSettings) -> bool:
    return is_greeting(member.post.text) or is_silent(member, settings)


def _is_official(member: Context, settings: FloodSettings) -> bool:
    for kind in (Kind.RELEASE, Kind.ARCHIVE):
        for hit in member.hits.get(kind, ())[:1]:
            record = hit.evidence
            if record.published_at is None:
                continue
            age = posted(member) - record.published_at.start
            if not timedelta(days=-1) <= age <= timedelta(days=settings.official_days):
                continue
            pieces = shingles(copy_key(member.post.text))
            words = shingles(copy_key(f"{record.title or ''} {record.text}"))
            if len(pieces & words) >= settings.official_containment * len(pieces):
                return True
    return False
