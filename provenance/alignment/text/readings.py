"""Other readings of the same blocks, in which words changed places inside one sentence.

The heaviest chain explains "B so small A so great" for "A so small B so great" by two jumps. Laid straight against the
sentence it is one exchange of A and B, and that is what was done to it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from provenance.alignment.text.seeds import Block
from provenance.alignment.text.view import Pair

#: A block of at most this many tokens beside a cut may be a name that stands elsewhere by chance.
_NAME_TOKENS = 8
#: A rearranged sentence reaches over at most this many official tokens for each of the clip, and a few more.
_STRETCH, _SLACK = 1.5, 8


def readings(pair: Pair, chain: Sequence[Block]) -> Iterator[list[Block]]:
    """Chains in official order that leave out what may have changed places; the caller tries them in turn."""
    if len(chain) < 2 or all(block.length > _NAME_TOKENS for block in chain):
        return
    straight = [block for block in chain if block.length > _NAME_TOKENS]
    seen = []
    for core in (straight, [max(chain, key=lambda block: block.length)], list(chain[1:]), list(chain[:-1])):
        if (
            core
            and core not in seen
            and len(core) < len(chain)
            and _in_order(core)
            and _left_out_is_near(pair, chain, core)
        ):
            seen.append(core)
            yield core


def _in_order(blocks: Sequence[Block]) -> bool:
    return all(a.official + a.length <= b.official for a, b in itertools.pairwise(blocks))


def _left_out_is_near(pair: Pair, chain: Sequence[Block], core: Sequence[Block]) -> bool:
    """Whether the blocks left out are short and the clip is about as long as what it would be laid against."""
    if any(block.length > _NAME_TOKENS for block in chain if block not in core):
        return False
    span = core[-1].official + core[-1].length - core[0].official
    return span <= _STRETCH * len(pair.clip.tokens) + _SLACK
