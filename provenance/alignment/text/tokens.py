"""A text as comparable tokens that know where they stood: Chinese by character, Latin by word, numerals by value."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from sys import intern

from provenance.alignment.text.letters import JOINERS, letter_runs
from provenance.model.span import TextSpan
from provenance.text.numerals import NUMBER_CHARACTERS, NUMBER_WORDS, NUMERAL, SCALES, value_of


class Kind(IntEnum):
    """What a token is made of."""

    HAN = 0
    WORD = 1
    NUMBER = 2


_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]"
_LETTER = rf"(?:(?!{_HAN})[^\W\d_])"
_TOKEN = re.compile(rf"{NUMERAL}|(?P<han>{_HAN})|(?P<word>{_LETTER}+(?:['\u200b-\u200d\u00ad]{_LETTER}+)*)", re.UNICODE)
#: Where a token may begin; what it is, is plain unless a numeral, a contraction or an apostrophe may be in it.
_EASY = re.compile(rf"(?P<han>{_HAN})|(?P<word>[^\W\d_{_HAN[1:-1]}]+)|\d")
_CHINESE_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九十")} | {"两": "2"}
_INVISIBLE = re.compile("[\u200b-\u200d\u00ad]")
# What an apostrophe joins, and the same typed without one; "its", "were", "well" are words of their own and stay.
_ENDINGS = {"'ve": "have", "'re": "are", "'ll": "will", "'d": "would", "'m": "am"}
_SPLITS = {"can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not")}
_SPLITS |= {word.replace("'", ""): parts for word, parts in _SPLITS.items() if word not in ("won't",)}
_SPLITS |= {"let's": ("let", "us"), "ain't": ("is", "not"), "aint": ("is", "not")}
_AUXILIARIES = [
    *("do", "does", "did", "is", "are", "was", "were", "has", "have", "had"),
    *("could", "should", "would", "must", "need", "might"),
]
_SPLITS |= {f"{verb}nt": (verb, "not") for verb in _AUXILIARIES}
_SPLITS |= {"im": ("i", "am"), "ive": ("i", "have"), "theyve": ("they", "have"), "weve": ("we", "have")}
_SPLITS |= {"youve": ("you", "have"), "theyre": ("they", "are"), "youre": ("you", "are")}
#: Words that may begin a numeral, or are two words.
_UNCLEAR_WORDS = frozenset(_SPLITS) | NUMBER_WORDS
_PRONOUN_IS = frozenset(["it", "he", "she", "that", "there", "what", "here", "who", "where"])


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of `raw`, in order.

    Attributes:
        raw: the text as received.
        keys: what is compared; equal keys read alike.
        starts, ends: code points in `raw`; a contraction's parts may share an end.
        kinds: what each token is made of.
    """

    raw: str
    keys: list[str] = field(repr=False)
    starts: list[int] = field(repr=False)
    ends: list[int] = field(repr=False)
    kinds: list[Kind] = field(repr=False)

    def extend(self, keys: list[str], starts: list[int], ends: list[int], kinds: list[Kind]) -> None:
        """Add tokens at the end, while the text is being split."""
        self.keys.extend(keys)
        self.starts.extend(starts)
        self.ends.extend(ends)
        self.kinds.extend(kinds)

    def __len__(self) -> int:
        return len(self.keys)

    def span(self, start: int, end: int) -> TextSpan:
        """The characters of the tokens `start` ≤ i < `end`; a place between two tokens when there are none."""
        if end > start:
            return TextSpan(self.starts[start], max(self.ends[end - 1], self.starts[start]))
        at = self.ends[start - 1] if start else (self.starts[0] if self.keys else 0)
        return TextSpan(at, at)

    def text(self, start: int, end: int) -> str:
        """What the text says there."""
        return self.span(start, end).of(self.raw)

    @property
    def mostly_han(self) -> bool:
        """Whether more than half of the tokens are Chinese characters."""
        return 2 * self.kinds.count(Kind.HAN) > len(self.kinds)


def tokenise(text: str) -> Tokens:
    """Split `text`; punctuation and white space separate tokens and are none themselves.

    Characters are classed all at once. Most tokens are then single Chinese characters or runs of letters as they stand;
    only where a numeral, an apostrophe or a contraction may begin is the pattern `_TOKEN` asked what the token is.
    """
    runs = letter_runs(text)
    # One object for each word of all texts: a session repeats its words twenty times, and they are compared at once.
    words = [intern(runs.folded[start:end]) for start, end in zip(runs.starts, runs.ends, strict=True)]
    asked = set(runs.unclear)
    for word in _UNCLEAR_WORDS.intersection(words):
        places = _places(words, word)
        asked.update(places if word != "a" else (at for at in places if SCALES.keys() & words[at + 1 : at + 2]))
    for at in runs.lone:
        words[at] = _CHINESE_DIGITS.get(words[at], words[at])
    kinds = (
        [Kind.HAN if is_han else Kind.WORD for is_han in runs.is_han] if any(runs.is_han) else [Kind.WORD] * len(words)
    )
    tokens = Tokens(text, [], [], [], [])
    done = 0
    for at in sorted(asked):
        if at < done:  # inside the numeral or contraction before
            continue
        tokens.extend(words[done:at], runs.starts[done:at], runs.ends[done:at], kinds[done:at])
        end = _add_one(tokens, runs.folded, runs.starts[at])
        done = bisect_left(runs.starts, end, at)
    tokens.extend(words[done:], runs.starts[done:], runs.ends[done:], kinds[done:])
    return tokens


def _places(words: list[str], word: str) -> Iterator[int]:
    at = -1
    for _ in range(words.count(word)):
        at = words.index(word, at + 1)
        yield at


def _add_one(tokens: Tokens, folded: str, at: int, shift: int = 0) -> int:
    """Add the token that begins at the character `at` of a stretch that stands at `shift`; returns where it ends."""
    found = _TOKEN.match(folded, at)
    if found is None:
        raise ValueError(f"no token begins at {at} in {folded[at : at + 20]!r}")
    kind, word = found.lastgroup or "", found.group()
    start, end = found.start() + shift, found.end() + shift
    if kind == "han":
        tokens.extend([_CHINESE_DIGITS.get(word, word)], [start], [end], [Kind.HAN])
    elif kind == "word":
        parts = _contraction(_INVISIBLE.sub("", word))
        if len(parts) == 2:
            joint = end - _ending_length(word, parts[1])
            tokens.extend([parts[0]], [start], [joint], [Kind.WORD])
            start = joint
        tokens.extend([parts[-1]], [start], [end], [Kind.WORD])
    else:
        tokens.extend([value_of(kind, word)], [start], [end], [Kind.NUMBER])
    return found.end()


def add_tokens(tokens: Tokens, folded: str, start: int, until: int, *, shift: int) -> None:
    """Add the tokens that begin in `start` ≤ i < `until` of a folded stretch that stands at `shift` of the text.

    Slower for each token than `tokenise`, and without its fixed costs: for a few words.
    """
    while (easy := _EASY.search(folded, start)) and easy.start() < until:
        start, word = easy.end(), easy.group()
        if easy.lastgroup == "han" and word not in NUMBER_CHARACTERS:
            kind = Kind.HAN
        elif easy.lastgroup == "word" and word not in _UNCLEAR_WORDS and folded[start : start + 1] not in JOINERS:
            kind = Kind.WORD
        else:
            start = _add_one(tokens, folded, easy.start(), shift)
            continue
        tokens.extend([word], [easy.start() + shift], [start + shift], [kind])


def _ending_length(word: str, second: str) -> int:
    """How many characters of a contraction its second part takes; no tail of one is as long as the word."""
    if second == "not":
        return 3 if "'" in word or word == "cannot" else 2
    mark = word.rfind("'")
    return len(word) - mark if mark > 0 else (1 if second == "am" else 2)


def _contraction(word: str) -> tuple[str, ...]:
    if word in _SPLITS:
        return _SPLITS[word]
    if "'" not in word:
        return (word,)
    if word.endswith("n't") and len(word) > 3:
        return (word[:-3], "not")
    stem, mark, ending = word.rpartition("'")
    if mark + ending in _ENDINGS and stem:
        return (stem, _ENDINGS[mark + ending])
    if ending == "s" and stem in _PRONOUN_IS:
        return (stem, "is")
    return (word.replace("'", ""),)
