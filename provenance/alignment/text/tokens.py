"""A text as comparable tokens that know where they stood: Chinese by character, Latin by word, numerals by value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum

from provenance.alignment.text.numerals import NUMERAL, value_of
from provenance.model.span import TextSpan
from provenance.text.folding import fold


class Kind(IntEnum):
    """What a token is made of."""

    HAN = 0
    WORD = 1
    NUMBER = 2


_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "＇": "'", "ʼ": "'", "`": "'"})
_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]"
_LETTER = rf"(?:(?!{_HAN})[^\W\d_])"
_TOKEN = re.compile(rf"{NUMERAL}|(?P<han>{_HAN})|(?P<word>{_LETTER}+(?:['\u200b-\u200d\u00ad]{_LETTER}+)*)", re.UNICODE)
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
    """Split `text`; punctuation and white space separate tokens and are none themselves."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    kinds: list[Kind] = []
    folded = fold(text).translate(_APOSTROPHES)
    for found in _TOKEN.finditer(folded):
        kind, word = found.lastgroup or "", found.group()
        start, end = found.span()
        if kind == "han":
            keys.append(_CHINESE_DIGITS.get(word, word))
            kinds.append(Kind.HAN)
        elif kind == "word":
            parts = _contraction(_INVISIBLE.sub("", word))
            if len(parts) == 2:
                keys.append(parts[0])
                kinds.append(Kind.WORD)
                starts.append(start)
                start = end - _ending_length(word, parts[1])
                ends.append(start)
            keys.append(parts[-1])
            kinds.append(Kind.WORD)
        else:
            keys.append(value_of(kind, word))
            kinds.append(Kind.NUMBER)
        starts.append(start)
        ends.append(end)
    return Tokens(text, keys, starts, ends, kinds)


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
