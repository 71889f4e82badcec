"""What a clip has letter for letter from the record: its tokens are the record's, and need not be found again."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from provenance.alignment.text.letters import JOINERS, fold_letters
from provenance.alignment.text.seeds import Block
from provenance.alignment.text.tokens import Kind, Tokens, add_tokens
from provenance.alignment.text.view import Document
from provenance.text.numerals import NUMBER_CHARACTERS, WORDS_IN_NUMERALS

#: Characters that are looked for at once: long enough to stand once in a record, short enough to fit between two edits.
_PROBE = 20
#: How far to go on where a probe is not found, and how often, before the clip is split like any other text.
_STEP, _MOST_MISSES = 8, 12
#: Where a clip goes on in the record is nearly always near to where it left off.
_NEAR = 3_000
#: Tokens of a stretch that is worth taking from the record.
_SHORTEST = 6
#: Tokens that may lie inside a numeral, so that where they begin and end is decided further off.
_IN_NUMERALS = NUMBER_CHARACTERS | WORDS_IN_NUMERALS | set("分之点") | {str(digit) for digit in range(11)}
#: What mostly stands beside a word, and nothing beside the first and the last.
_PARTING = frozenset(["", " ", "\n", ",", "."])
# Compatibility forms of letters may be symbols (ⓐ), and are looked at more closely.
_LETTER = re.compile(r"[^\s，。、；：？！,.;:?!“”\"（）()—-]")


class Run(NamedTuple):
    """`length` equal characters from `clip` and from `official` on."""

    clip: int
    official: int
    length: int


def literal_tokens(clip: str, official: Document) -> tuple[Tokens, list[Block]] | None:
    """The tokens of `clip`, and stretches of them that are the record's; None where it quotes little literally."""
    record = official.tokens
    runs = _runs(clip, record.raw)
    if not runs:
        return None
    starts, ends = official.offsets
    tokens = Tokens(clip, [], [], [], [])
    blocks: list[Block] = []
    done = 0
    for run in runs:
        first, last = _settled(record, run, len(clip))
        if last - first < _SHORTEST:
            continue
        shift = run.clip - run.official
        _scan(tokens, clip, done, record.starts[first] + shift, record.ends[first] + shift)
        blocks.append(Block(len(tokens), first, last - first))
        tokens.extend(
            record.keys[first:last],
            (starts[first:last] + shift).tolist(),
            (ends[first:last] + shift).tolist(),
            record.kinds[first:last],
        )
        done = record.ends[last - 1] + shift
    if not blocks:
        return None
    _scan(tokens, clip, done, len(clip), len(clip))
    return tokens, _joined(blocks, tokens.keys, record.keys)


def _runs(clip: str, record: str) -> list[Run]:
    """Stretches of the clip that stand in the record, from left to right, each as long as it goes."""
    runs: list[Run] = []
    done = at = near = misses = 0
    while at + _PROBE <= len(clip):
        probe = clip[at : at + _PROBE]
        place = record.find(probe, near, near + _NEAR) if near else -1
        if place < 0:
            place = record.find(probe)
        if place < 0:
            misses += 1
            if misses > _MOST_MISSES:
                return []
            at += _STEP
            continue
        behind = Postfix.similarity(clip[done:at], record[max(0, place - (at - done)) : place])
        ahead = Prefix.similarity(clip[at:], record[place : place + len(clip) - at])
        runs.append(Run(at - behind, place - behind, behind + ahead))
        done = at = at + ahead
        near = place + ahead
    return runs


def _settled(record: Tokens, run: Run, clip_length: int) -> tuple[int, int]:
    """The tokens of the record in a run that are tokens of the clip as well, whatever stands around the run."""
    end = run.official + run.length
    first, last = bisect_left(record.starts, run.official), bisect_right(record.ends, end)
    opens = run.official + (run.clip > 0)
    closes = end - (run.clip + run.length < clip_length)
    while first < last and not _apart(record, first, opens, closes):
        first += 1
    while last > first and not _apart(record, last - 1, opens, closes):
        last -= 1
    return first, last


def _apart(record: Tokens, at: int, opens: int, closes: int) -> bool:
    """Whether the token begins and ends where it does for reasons that lie between the two characters."""
    kind = record.kinds[at]
    if kind is Kind.NUMBER or record.keys[at] in _IN_NUMERALS:
        return False
    if kind is Kind.HAN:
        return True
    start, end, raw = record.starts[at], record.ends[at], record.raw
    return start >= opens and end <= closes and _parts(raw[start - 1 : start]) and _parts(raw[end : end + 1])


def _parts(beside: str) -> bool:
    """Whether a character (or none) beside a word certainly does not belong to it."""
    if beside in _PARTING:
        return True
    folded = fold_letters(beside)
    return not folded.isalnum() and folded not in JOINERS


def _scan(tokens: Tokens, clip: str, start: int, until: int, settled: int) -> None:
    """Add the tokens that begin in `start` ≤ i < `until`; the token that ends at `settled` is known."""
    if not _LETTER.search(clip, start, until):
        return
    before = max(0, start - 1)
    add_tokens(tokens, fold_letters(clip[before : settled + 1]), start - before, until - before, shift=before)


def _joined(blocks: list[Block], clip: list[str], record: list[str]) -> list[Block]:
    """The blocks made as long as the tokens of both texts are equal; those on one diagonal that meet are one."""
    whole: list[Block] = []
    for number, (at, place, length) in enumerate(blocks):
        if (
            whole
            and whole[-1].clip + whole[-1].length >= at + length
            and whole[-1].official - whole[-1].clip == place - at
        ):
            continue
        end, diagonal = at + length, place - at
        while at and place and clip[at - 1] == record[place - 1]:
            at, place = at - 1, place - 1
        following = number + 1
        while end < len(clip) and end + diagonal < len(record) and clip[end] == record[end + diagonal]:
            end += 1
            if following < len(blocks) and blocks[following].clip <= end:
                if blocks[following].official - blocks[following].clip == diagonal:
                    end = blocks[following].clip + blocks[following].length
                following += 1
        whole.append(Block(at, place, end - at))
    return whole
