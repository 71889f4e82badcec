"""Whether a clip tells an official number more roughly, and fairly: 超过20万 for 203,000, not for 300,000."""

from __future__ import annotations

from provenance.alignment.text.lexicon import FILLERS, RESTRICTIONS
from provenance.alignment.text.script import Step
from provenance.alignment.text.tokens import Kind, Tokens
from provenance.alignment.text.view import Pair
from provenance.text.folding import fold
from provenance.text.quantities import quantities

#: Words, and characters of words, that say in which direction a number was rounded.
_ENGLISH = "more than over nearly almost close to around some roughly fewer less under or so plus odd"
_CHINESE = "超过逾近约多余几将接突破达大概左右上下以不到足"
_ROUGHLY = FILLERS | RESTRICTIONS | frozenset(_CHINESE) | frozenset(_ENGLISH.split())
_SCALES = frozenset("十百千万亿")
#: Characters around a numeral that say how roughly it is told.
_AROUND = 24


def numerals(tokens: Tokens, start: int, end: int) -> list[int]:
    """Numerals among the tokens, and Chinese digits that stand alone (两 of 两国)."""
    return [at for at in range(start, end) if tokens.kinds[at] is Kind.NUMBER or tokens.keys[at].isdigit()]


def rounds(pair: Pair, clip: int, official: int) -> bool:
    """Whether a numeral of the clip is told roughly, and the official one fits it.

    Args:
        pair: the two texts.
        clip: token of the clip's numeral.
        official: token of the official one.
    """
    ours, number = pair.clip.tokens, pair.official.tokens.keys[official]
    first = max(0, ours.starts[clip] - _AROUND)
    near = fold(ours.raw[first : ours.ends[clip] + _AROUND])
    for told in quantities(near):
        if told.span.start == ours.starts[clip] - first and told.rough:
            same_kind = told.value.endswith("%") == number.endswith("%")
            return same_kind and told.reach.least <= float(number.rstrip("%")) <= told.reach.most
    return False


def only_rounded(pair: Pair, step: Step) -> bool:
    """Whether an exchange does nothing but tell numbers more roughly."""
    ours, theirs = pair.clip.tokens, pair.official.tokens
    after = numerals(ours, step.clip_start, step.clip_end)
    before = numerals(theirs, step.official_start, step.official_end)
    if not after or len(after) != len(before):
        return False
    rest = [ours.keys[at] for at in range(step.clip_start, step.clip_end) if at not in after]
    rest += [theirs.keys[at] for at in range(step.official_start, step.official_end) if at not in before]
    if not all(key in _ROUGHLY or key in _SCALES for key in rest):
        return False
    both = [(a, b) for a, b in zip(after, before, strict=True) if ours.keys[a] != theirs.keys[b]]
    return bool(both) and all(rounds(pair, a, b) for a, b in both)
