"""Texts to search terms, the same for records and queries.

Han text gives dictionary words, and pairs of neighbouring characters for what no dictionary knows. Scripts written
without spaces give pairs only. Everything else gives words: lower case, without accents, stemmed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from provenance.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

#: Part of the manifest. Raise it whenever the same record may give other terms, facts or vectors, places or dates of
#: reports.
ANALYSIS_VERSION = 9

#: Words longer than this are keys, hashes or noise, and are cut (letters; longest German compounds stay below).
MAX_WORD = 40

#: Texts whose terms are kept: a batch of posts, or the fields of the records last added.
KEPT_TEXTS = 512
#: Runs whose terms are kept: clauses of a post hold the runs of the whole post, and words come again (10 MB).
_KEPT_HAN, _KEPT_WORDS = 1 << 11, 1 << 15

# Han; kana, Thai, Lao, Myanmar, Khmer (no spaces between words); any other run of letters and digits.
_RUN = re.compile(
    r"(?P<han>[㐀-鿿豈-﫿\U00020000-\U0003134f]+)"
    r"|(?P<unspaced>[ぁ-ヿ฀-໿က-႟ក-៿]+)"
    r"|(?P<word>[^\W_㐀-鿿豈-﫿ぁ-ヿ฀-໿က-႟ក-៿\U00020000-\U0003134f]+(?:['’.,][^\W_㐀-鿿豈-﫿ぁ-ヿ฀-໿က-႟ក-៿]+)*)"
)
_NUMBER = re.compile(r"\d[\d.,]*")
_INSIDE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of a text with repetitions, in order."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]


@lru_cache(maxsize=KEPT_TEXTS)
def terms_of(text: str) -> Terms:
    """The search terms of a text as received; kept for a while, since several parts ask for those of one text."""
    words: list[str] = []
    pairs: list[str] = []
    for run in _RUN.finditer(normalise(text).text):
        piece = run.group()
        if run.lastgroup == "word":
            words.extend(_stems(piece))
        elif run.lastgroup == "han":
            segments, neighbours = _of_han(piece)
            words.extend(segments)
            pairs.extend(neighbours)
        else:
            pairs.extend(_pairs(piece))
    return Terms(tuple(words), tuple(pairs))


@lru_cache(maxsize=_KEPT_HAN)
def _of_han(run: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Dictionary words and pairs."""
    return tuple(_segmenter()(run)), tuple(_pairs(run))


def _pairs(run: str) -> list[str]:
    """Neighbouring characters; a lone character stands for itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


@lru_cache(maxsize=_KEPT_WORDS)
def _stems(run: str) -> tuple[str, ...]:
    """A number keeps its points and commas out (8,500 = 8500); letters split at marks (don't → don, t)."""
    if _NUMBER.fullmatch(run):
        return (run.replace(",", "").rstrip(".")[:MAX_WORD],)
    return tuple(_stem(part[:MAX_WORD].casefold()) for part in _INSIDE.findall(run))


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    if plain.isascii() and plain.isalpha():
        return _stemmer()(plain)
    return plain or word


@cache
def _stemmer() -> Callable[[str], str]:
    """One stemmer for all Latin words: a wrong stem harms little as long as both sides get the same."""
    import Stemmer

    return Stemmer.Stemmer("english").stemWord  # type: ignore[no-any-return]


@cache
def _segmenter() -> Callable[[str], list[str]]:
    import rjieba

    return rjieba.cut_for_search
