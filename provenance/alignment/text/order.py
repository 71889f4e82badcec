"""Words and sentences that changed places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from provenance.alignment.text.cuts import turns_joined
from provenance.alignment.text.lexicon import FILLERS, NEGATIONS
from provenance.alignment.text.script import Step, Tag
from provenance.alignment.text.verdict import edit
from provenance.alignment.text.view import Pair
from provenance.model.alignment import Edit

#: Words that changed places keep at least this part of themselves.
_SAME_SHARE = 0.8
#: Equal tokens between two changes that may belong to one rearrangement (a long sentence).
_REACH = 60
#: With at most this many equal tokens between them, neighbours changed places (物美价廉 for 价廉物美, "B and A").
_NEIGHBOURS = 3
#: A single stretch of this many tokens that moved is a clause; a shorter one an adverb.
_CLAUSE_TOKENS = 5
#: Steps of one rearrangement.
_MOST_STEPS = 12


def rearranged(pair: Pair, steps: Sequence[Step]) -> list[tuple[int, int, Edit]]:
    """Groups of steps (first, last) whose changes are the same words in another order, with the edit of each group."""
    groups: list[tuple[int, int, Edit]] = []
    changes = [at for at, step in enumerate(steps) if step.tag is not Tag.EQUAL]
    taken = -1
    for position, first in enumerate(changes):
        if first <= taken:
            continue
        for last in reversed(changes[position + 1 : position + _MOST_STEPS]):
            if _one_rearrangement(pair, steps, first, last):
                groups.append((first, last, _judged(pair, steps, first, last)))
                taken = last
                break
    return groups


def _one_rearrangement(pair: Pair, steps: Sequence[Step], first: int, last: int) -> bool:
    between = steps[first : last + 1]
    if any(step.backwards for step in between):
        return False
    equal = sum(step.clip_end - step.clip_start for step in between if step.tag is Tag.EQUAL)
    gone, come = _changed(pair, between)
    # What the record says opposite the clip's first or last words need not have been quoted at all.
    for outer, at_edge in ((between[0], first == 0), (between[-1], last == len(steps) - 1)):
        if at_edge:
            gone -= _changed(pair, [outer])[0] - come
    if not gone or not come or equal > _REACH:
        return False
    # The ends must take part themselves, or a harmless neighbour would be drawn into the group.
    for outer in (between[0], between[-1]):
        its_gone, its_come = _changed(pair, [outer])
        if not (its_gone & gone or its_come) or (its_gone & gone) - come or its_come - gone:
            return False
    same = sum((gone & come).values())
    return same >= _SAME_SHARE * max(sum(gone.values()), sum(come.values()))


def _changed(pair: Pair, steps: Sequence[Step]) -> tuple[Counter[str], Counter[str]]:
    gone: Counter[str] = Counter()
    come: Counter[str] = Counter()
    for step in steps:
        if step.tag is not Tag.EQUAL:
            gone.update(_one_negation(pair.official.tokens.keys[step.official_start : step.official_end]))
            come.update(_one_negation(pair.clip.tokens.keys[step.clip_start : step.clip_end]))
    for filler in FILLERS & (gone.keys() | come.keys()):
        del gone[filler], come[filler]
    return gone, come


def _one_negation(keys: Sequence[str]) -> list[str]:
    """A negation that moved may change its form: "have no plans", "do not have plans"."""
    return ["not" if key in NEGATIONS else key for key in keys]


def _judged(pair: Pair, steps: Sequence[Step], first: int, last: int) -> Edit:
    between = steps[first : last + 1]
    clip = (between[0].clip_start, between[-1].clip_end)
    official = (between[0].official_start, between[-1].official_end)
    equal = sum(step.clip_end - step.clip_start for step in between if step.tag is Tag.EQUAL)
    swapped = sum(step.tag is Tag.REPLACE for step in between)
    moved = sum(_changed(pair, between)[1].values())
    negated = any(pair.clip.negations(step.clip_start, step.clip_end) for step in between if step.tag is not Tag.EQUAL)
    if min(equal, moved) <= _NEIGHBOURS and not negated and not swapped:
        return edit(pair, "order-harmless", clip, official)
    if swapped or negated:
        return edit(pair, "roles-exchanged", clip, official)
    return edit(pair, "order-changed" if min(equal, moved) >= _CLAUSE_TOKENS else "order-harmless", clip, official)


def jump(pair: Pair, steps: Sequence[Step], at: int) -> Edit | None:
    """The edit of an equal step that takes up the record at an earlier place, or joins another turn's words."""
    step = steps[at]
    if not step.backwards:
        return None
    previous = next((s for s in reversed(steps[:at]) if s.tag is Tag.EQUAL), None)
    if previous is None:
        return None
    clip, official = (step.clip_start, step.clip_end), (step.official_start, step.official_end)
    joined = turns_joined(pair, previous.official_end - 1, step.official_start, step.clip_start)
    return edit(pair, joined or "order-changed", clip, official)


def quoted_elsewhere(steps: Sequence[Step], cut: Step) -> bool:
    """Whether most of what the cut leaves out stands in another part of the clip: moved, not left out."""
    size = cut.official_end - cut.official_start
    kept = sum(
        max(0, min(step.official_end, cut.official_end) - max(step.official_start, cut.official_start))
        for step in steps
        if step.tag is Tag.EQUAL
    )
    return size > 0 and kept >= _SAME_SHARE * size
