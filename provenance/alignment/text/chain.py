"""Choose the blocks that together explain the clip: the heaviest chain, with a price on every cut and jump."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.alignment.text.seeds import Block, Seeds

# Prices in tokens: what a stretch must gain for the reading that it was taken from elsewhere. Origin: the two
# development transcripts of the prototype, November 2026; the results change little between half and double.
_INSERTION = 0.2
_CUT = 1.0
_CUT_PER_TOKEN = 1 / 400
_FAR_CUT_TOKENS, _FAR_CUT = 400, 0.8
_BACKWARDS = 3.0
_BLOCK = 0.5
#: Blocks that take part; the longest are kept.
_MOST_BLOCKS = 240
#: Overlaps of two blocks on the official side up to this length are trimmed, longer ones are repetitions.
_TRIMMED_OVERLAP = 8
#: Tokens by which a block must be longer to stand for what lies inside it, and how many such blocks are looked at.
_LONGER, _LONGEST_BLOCKS = 8, 16
#: What must remain of a trimmed block.
_SHORTEST = 2


def best_chain(blocks: Sequence[Block]) -> list[Block]:
    """The chain in clip order with the greatest (tokens − prices), trimmed so that no blocks overlap in the clip."""
    if len(blocks) < 2:
        return list(blocks)
    nodes = sorted(_telling(sorted(blocks, key=lambda block: -block.length)[:_MOST_BLOCKS]))
    best = [block.length - _BLOCK for block in nodes]
    before = [-1] * len(nodes)
    trims = [0] * len(nodes)
    for here, block in enumerate(nodes):
        for there in range(here - 1, -1, -1):
            trim, price = _step(nodes[there], block)
            score = best[there] + block.length - trim - price
            if block.length - trim >= _SHORTEST and score > best[here]:
                best[here], before[here], trims[here] = score, there, trim
    if not nodes:
        return []
    at = max(range(len(nodes)), key=best.__getitem__)
    chain: list[Block] = []
    while at >= 0:
        block, trim = nodes[at], trims[at]
        chain.append(Block(block.clip + trim, block.official + trim, block.length - trim))
        at = before[at]
    return chain[::-1]


def without_rival(block: Block, seeds: Seeds) -> bool:
    """Whether the record repeats so little of the block that no chain would prefer another inside it.

    A rival is shorter by less than `_LONGER` tokens, so that it holds all but a few at the ends.
    """
    first, last = block.official + _LONGER - 1, block.official + block.length - _LONGER + 1 - seeds.length + 1
    return last > first and seeds.once.find(1, first, last) >= 0


def _telling(blocks: Sequence[Block]) -> list[Block]:
    """Without the short repetitions inside a much longer block, which no chain would prefer to it; longest first."""
    kept: list[Block] = []
    for block in blocks:
        end = block.clip + block.length
        if not any(
            long.clip <= block.clip and end <= long.clip + long.length and long.length >= block.length + _LONGER
            for long in kept[:_LONGEST_BLOCKS]
        ):
            kept.append(block)
    return kept


def _step(left: Block, right: Block) -> tuple[int, float]:
    """Tokens to trim from `right` when it follows `left`, and the price of the step."""
    trim = max(0, left.clip + left.length - right.clip)
    gap = (right.official + trim) - (left.official + left.length)
    if -_TRIMMED_OVERLAP < gap < 0 and right.official > left.official:
        trim -= gap
        gap = 0
    if gap == 0:
        return trim, _INSERTION
    if gap < 0:
        return trim, _BACKWARDS
    price = _CUT + min(gap, _FAR_CUT_TOKENS) * _CUT_PER_TOKEN
    return trim, price + (_FAR_CUT if gap > _FAR_CUT_TOKENS else 0)
