"""From a chain of blocks to one edit script over the whole clip: equal, delete, insert, replace."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from provenance.alignment.text.seeds import Block


class Tag(StrEnum):
    """What a step of the script does, seen from the official text."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"
    REPLACE = "replace"


class Step(NamedTuple):
    """Clip tokens `clip_start` ≤ i < `clip_end` stand for official tokens `official_start` ≤ j < `official_end`."""

    tag: Tag
    clip_start: int
    clip_end: int
    official_start: int
    official_end: int
    #: Whether the official text is taken up at an earlier place than where the step before left it.
    backwards: bool = False


_TAGS = {tag.value: tag for tag in Tag}
#: A gap of the clip may be compared with so much more official text: three times its length and a clause.
_GAP_FACTOR, _GAP_SLACK = 3, 12
#: A clip gap beside a long cut belongs to a neighbour when it shares at least this part of its tokens with it.
_NEIGHBOUR_SHARE = 0.5
#: Longer clip gaps beside a long cut are insertions without a closer look (tokens).
_LONGEST_SPLIT = 80
#: A single equal token between two replacements of at least this many tokens each is taken for chance.
_ISLAND_SHORE = 2
#: Single changes have no neighbours to be joined with, and no island between them.
_FEWEST_CHANGES = 2
#: Official tokens that the clip's first or last words may be laid against: so many for each, and a few more.
_EDGE_FACTOR, _EDGE_SLACK = 2, 6
#: A word or two at an edge of the clip are looked for so many tokens away: the rest of a long sentence.
_SHORT_EDGE, _EDGE_REACH = 4, 60


def edit_script(
    clip: Sequence[str],
    official: Sequence[str],
    official_clauses: Sequence[int],
    chain: Sequence[Block],
    *,
    far: bool = True,
) -> list[Step]:
    """Steps that cover the clip in order.

    The clip's words before the first and after the last block are laid against as much of the record as costs least,
    up to the joint of a clause where several stretches cost the same. With `far`, a word or two that the record says
    further off are taken from there, beyond a cut.
    """
    if not chain:
        return [Step(Tag.INSERT, 0, len(clip), 0, 0)] if clip else []
    steps = _head(clip, official, official_clauses, chain[0], far=far)
    done_clip, done_official = chain[0].clip, chain[0].official
    for block in chain:
        if block.clip > done_clip or block.official != done_official:
            steps += _between(clip, official, done_clip, done_official, block)
        jumped = block.official < done_official
        done_clip, done_official = block.clip + block.length, block.official + block.length
        steps.append(Step(Tag.EQUAL, block.clip, done_clip, block.official, done_official, jumped))
    steps += _tail(clip, official, official_clauses, done_clip, done_official, far=far)
    if sum(step.tag is not Tag.EQUAL for step in steps) < _FEWEST_CHANGES:
        return steps
    return _merged(_without_islands(_merged(steps)))


def _between(clip: Sequence[str], official: Sequence[str], at: int, from_: int, block: Block) -> list[Step]:
    until, to = block.clip, block.official
    gap, cut = until - at, to - from_
    if gap == 0:
        return [Step(Tag.DELETE, at, at, from_, to)] if cut > 0 else []
    if 0 <= cut <= _GAP_FACTOR * gap + _GAP_SLACK:
        return _script(clip, official, at, until, from_, to)
    left, right = _shares(clip, official, at, until, from_, to) if gap <= _LONGEST_SPLIT else (0, 0)
    start, end = (min(len(official), from_ + left), max(0, to - right))
    if cut > 0 and start > end:
        start = end
    steps = _script(clip, official, at, at + left, from_, start) if left else []
    if left + right < gap:
        steps.append(Step(Tag.INSERT, at + left, until - right, start, start))
    if cut > 0 and end > start:
        steps.append(Step(Tag.DELETE, until - right, until - right, start, end))
    if right:
        steps += _script(clip, official, until - right, until, end, to)
    return steps


def _shares(clip: Sequence[str], official: Sequence[str], at: int, until: int, from_: int, to: int) -> tuple[int, int]:
    """How many tokens of the clip gap go with the text before the cut, and how many with the text after it."""
    gap = list(clip[at:until])
    size = len(gap)
    before = list(official[from_ : from_ + size])
    after = list(official[max(0, to - size) : to])
    # equal tokens gained by giving the first i tokens to the left, or the last i to the right
    left_gain = [i - Levenshtein.distance(before[:i], gap[:i]) for i in range(size + 1)]
    right_gain = [
        i - Levenshtein.distance(after[len(after) - i :] if i else [], gap[size - i :]) for i in range(size + 1)
    ]
    left = max(range(size + 1), key=lambda i: (left_gain[i], -i))
    left = left if left_gain[left] > 0 and left_gain[left] >= _NEIGHBOUR_SHARE * left else 0
    room = size - left
    right = max(range(room + 1), key=lambda i: (right_gain[i], -i))
    right = right if right_gain[right] > 0 and right_gain[right] >= _NEIGHBOUR_SHARE * right else 0
    return left, right


def _script(clip: Sequence[str], official: Sequence[str], at: int, until: int, from_: int, to: int) -> list[Step]:
    if from_ == to:
        return [Step(Tag.INSERT, at, until, from_, to)] if until > at else []
    return [
        Step(_TAGS[op.tag], at + op.dest_start, at + op.dest_end, from_ + op.src_start, from_ + op.src_end)
        for op in Levenshtein.opcodes(list(official[from_:to]), list(clip[at:until]))
    ]


def _head(
    clip: Sequence[str], official: Sequence[str], clauses: Sequence[int], block: Block, *, far: bool
) -> list[Step]:
    size = block.clip
    if not size:
        return []
    nearest = range(max(0, block.official - _EDGE_FACTOR * size - _EDGE_SLACK), block.official + 1)
    gap = list(clip[:size])

    def cost(start: int) -> tuple[int, bool, int]:
        distance, joint = Levenshtein.distance(list(official[start : block.official]), gap), _joint(clauses, start)
        return distance - joint, not joint, abs(block.official - start - size)

    from_ = min(nearest, key=cost) if size <= _LONGEST_SPLIT else max(nearest[0], block.official - size)
    if far and size <= _SHORT_EDGE:
        before = (at for at in range(block.official - size, block.official - _EDGE_REACH, -1) if at >= 0)
        start = next((at for at in before if list(official[at : at + size]) == gap), None)
        if start is not None:
            return _cut_edge((0, size, start, start + size), (size, size, start + size, block.official))
    return _script(clip, official, 0, size, from_, block.official)


def _tail(
    clip: Sequence[str], official: Sequence[str], clauses: Sequence[int], at: int, from_: int, *, far: bool
) -> list[Step]:
    size = len(clip) - at
    if not size:
        return []
    nearest = range(from_, min(len(official), from_ + _EDGE_FACTOR * size + _EDGE_SLACK) + 1)
    gap = list(clip[at:])

    def cost(end: int) -> tuple[int, bool, int]:
        distance, joint = Levenshtein.distance(list(official[from_:end]), gap), _joint(clauses, end)
        return distance - joint, not joint, abs(end - from_ - size)

    to = min(nearest, key=cost) if size <= _LONGEST_SPLIT else min(nearest[-1], from_ + size)
    if far and size <= _SHORT_EDGE:
        after = range(from_, min(len(official), from_ + _EDGE_REACH) - size + 1)
        start = next((place for place in after if list(official[place : place + size]) == gap), None)
        if start is not None:
            return _cut_edge((at, at, from_, start), (at, len(clip), start, start + size))
    return _script(clip, official, at, len(clip), from_, to)


def _cut_edge(*stretches: tuple[int, int, int, int]) -> list[Step]:
    """A word or two at an edge of the clip that stand in the record beyond a cut."""
    return [
        Step(Tag.DELETE if clip_start == clip_end else Tag.EQUAL, clip_start, clip_end, start, end)
        for clip_start, clip_end, start, end in stretches
        if clip_end > clip_start or end > start
    ]


def _joint(clauses: Sequence[int], at: int) -> bool:
    return at in (0, len(clauses)) or clauses[at - 1] != clauses[at]


def _without_islands(steps: Sequence[Step]) -> list[Step]:
    """One equal token between two larger changes is chance: 的 in two unrelated phrases."""
    return [
        step._replace(tag=Tag.REPLACE)
        if step.tag is Tag.EQUAL
        and not step.backwards
        and step.clip_end - step.clip_start == 1
        and 0 < at < len(steps) - 1
        and _changes(steps[at - 1]) >= _ISLAND_SHORE
        and _changes(steps[at + 1]) >= _ISLAND_SHORE
        else step
        for at, step in enumerate(steps)
    ]


def _changes(step: Step) -> int:
    if step.tag is Tag.EQUAL:
        return 0
    return min(step.clip_end - step.clip_start, step.official_end - step.official_start)


def _merged(steps: Sequence[Step]) -> list[Step]:
    """Neighbouring changes become one; equal neighbours on one diagonal too."""
    merged: list[Step] = []
    for step in steps:
        last = merged[-1] if merged else None
        adjoining = last is not None and last.clip_end == step.clip_start and last.official_end == step.official_start
        if last is None or not adjoining or step.backwards or (last.tag is Tag.EQUAL) != (step.tag is Tag.EQUAL):
            merged.append(step)
            continue
        joined = last._replace(clip_end=step.clip_end, official_end=step.official_end)
        merged[-1] = joined._replace(tag=_tag(joined))
    return merged


def _tag(step: Step) -> Tag:
    if step.tag is Tag.EQUAL:
        return Tag.EQUAL
    if step.clip_start == step.clip_end:
        return Tag.DELETE
    return Tag.INSERT if step.official_start == step.official_end else Tag.REPLACE
