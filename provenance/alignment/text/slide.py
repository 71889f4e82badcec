"""Where a cut or an insertion can stand at several places, put it where the text itself has a joint."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.alignment.text.script import Step, Tag
from provenance.alignment.text.view import Document

#: Tokens that a cut may move to either side.
_REACH = 24


def slide_to_joints(
    steps: Sequence[Step],
    clip: Document,
    official: Document,
) -> list[Step]:
    """Move each deletion between two equal stretches so that it begins and ends with a clause, where tokens allow it.

    "A, B, C" cut to "A, C" leaves several equally short scripts when B and C begin alike; the one that takes out whole
    clauses is what an editor did. Insertions are moved alike, by the clauses of the clip.
    """
    moved = list(steps)
    for at in range(1, len(moved) - 1):
        left, step, right = moved[at - 1 : at + 2]
        if left.tag is not Tag.EQUAL or right.tag is not Tag.EQUAL or right.backwards:
            continue
        if step.tag is Tag.DELETE:
            shift = _shift(official, step.official_start, step.official_end, left, right)
        elif step.tag is Tag.INSERT:
            shift = _shift(clip, step.clip_start, step.clip_end, left, right)
        else:
            continue
        if shift:
            moved[at - 1 : at + 2] = _shifted(left, step, right, shift)
    return moved


def _shift(text: Document, start: int, end: int, left: Step, right: Step) -> int:
    """By how many tokens to move the stretch `start`–`end` of a text; 0 where no move gains a joint."""
    keys, clauses = text.tokens.keys, text.structure.clauses
    room_left = left.clip_end - left.clip_start - 1
    room_right = right.clip_end - right.clip_start - 1
    best, gain = 0, _joints(clauses, start, end)
    for direction, room in ((-1, room_left), (1, room_right)):
        for distance in range(1, min(_REACH, room) + 1):
            inner, outer = (
                (start - distance, end - distance) if direction < 0 else (start + distance - 1, end + distance - 1)
            )
            if outer >= len(keys) or keys[inner] != keys[outer]:
                break
            shift = direction * distance
            joints = _joints(clauses, start + shift, end + shift)
            if joints > gain:
                best, gain = shift, joints
    return best


def _joints(clauses: Sequence[int], start: int, end: int) -> int:
    """How many ends of the stretch lie between two clauses."""
    opens = start == 0 or clauses[start - 1] != clauses[start]
    closes = end >= len(clauses) or clauses[end - 1] != clauses[end]
    return opens + closes


def _shifted(left: Step, step: Step, right: Step, shift: int) -> list[Step]:
    return [
        left._replace(clip_end=left.clip_end + shift, official_end=left.official_end + shift),
        step._replace(
            clip_start=step.clip_start + shift,
            clip_end=step.clip_end + shift,
            official_start=step.official_start + shift,
            official_end=step.official_end + shift,
        ),
        right._replace(clip_start=right.clip_start + shift, official_start=right.official_start + shift),
    ]
