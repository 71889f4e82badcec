"""Chinese as the net and the dialects write it, in the words that records use: V信 is 微信, 5w is 5万, 冇 is 没有.

For comparing only: what a text means is not read off this, since a word taken for another one must cost no more than a
little likeness.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from provenance.text.offsets import NormalisedText

_HAN = re.compile(r"[\u3400-\u9fff]")
#: 5w, 1.5w and 10w+, as nobody writes watts beside Chinese. The w stands for 万.
_MYRIADS = r"(?<=\d)w(?![a-z0-9])"
#: Before these, the first word of a pair is the beginning of another one: 听|日语, 而|家人, 一条|片子.
_ANOTHER_WORD = {"听日": "[语本文元]", "而家": "[人长庭里中属境]", "条片": "[子段]"}


def plain_words(text: str) -> NormalisedText:
    """A normalised text with such words in their common spelling, and the way back.

    Args:
        text: normalised, so that its Chinese is in simplified characters.
    """
    if not _HAN.search(text):
        return NormalisedText(text, text)
    pattern, plain = _table()
    cuts = ((*match.span(), plain.get(match.group().lower(), "万")) for match in pattern.finditer(text))
    return NormalisedText.replacing(text, cuts)


@cache
def _table() -> tuple[re.Pattern[str], dict[str, str]]:
    lines = (files("provenance.text") / "plain_words.tsv").read_text(encoding="utf-8").splitlines()
    plain = dict(line.split("\t") for line in lines if not line.startswith("#"))
    spelt = sorted(plain, key=lambda word: -len(word))
    choices = (re.escape(word) + (f"(?!{after})" if (after := _ANOTHER_WORD.get(word)) else "") for word in spelt)
    # Letters beside letters are a word of an alphabet.
    guarded = (f"(?<![a-z]){each}" if each[0].isascii() else each for each in choices)
    latin = (f"{each}(?![a-z])" if each[-1].isascii() and each[-1].isalpha() else each for each in guarded)
    return re.compile("|".join((*latin, _MYRIADS)), re.IGNORECASE), plain
