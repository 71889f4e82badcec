"""One spelling for texts that read alike, with every character traceable to the text as received.

In this order: invisible characters go, Unicode compatibility forms and widths are unified (NFKC), runs of white space
become one space, look-alike letters of other scripts are replaced on request, and traditional characters become
simplified. Letter case is kept: names need it.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Collection
from functools import cache, lru_cache
from itertools import chain

from provenance.text.markup import Markup, strip_markup
from provenance.text.offsets import NormalisedText

#: Part of every index manifest and vector key. Raise it whenever the same input may give another output.
NORMALISER_VERSION = "1"

#: A text whose Chinese and Japanese letters are kana to at least this share is Japanese, and keeps its characters.
#: Origin: everyday Japanese has 50 % and more, Chinese posts with a decorative の stay below 5 %. November 2026.
JAPANESE_KANA_SHARE = 0.2

#: Normalised texts that are kept, and how long they may be, in characters: at most some 10 MB.
KEPT, _SHORT = 4096, 600

# Fillers and joiners that show nothing but are neither format characters nor controls.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
#: Characters of names and old books are two thirds of all, and are asked about when a text has one of them.
_COMMON_HAN, _RARE_HAN = (range(0x3400, 0xA000), range(0xF900, 0xFB00)), range(0x20000, 0x31350)
_RARE = re.compile("[\U00020000-\U0003134f]")
_WORD = re.compile(r"[^\W\d_]+")
# Letters that most typefaces draw as the Latin letter below them.
_LOOKS_LIKE = str.maketrans(
    "АВЕЗКМНОРСТУХЅІЈԌԚԜаеіјорсухѕһԁԛԝкгΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυι",
    "ABE3KMHOPCTYXSIJGQWaeijopcyxshdqwkrABEZHIKMNOPTYXovui",
)


def normalise(text: str, *, without: Collection[Markup] = (), homoglyphs: bool = False) -> NormalisedText:
    """Unify the spelling of `text`.

    Args:
        text: as received.
        without: markup to take out first (links, handles, emoji …), see `strip_markup`.
        homoglyphs: replace Cyrillic and Greek letters that stand among Latin ones and look like them. Off by default:
            it is meant for matching, and would spoil texts that mix the scripts on purpose.
    """
    if without:
        stripped = strip_markup(text, without)
        return stripped.then(normalise(stripped.text, homoglyphs=homoglyphs))
    return (_kept if len(text) <= _SHORT else _normalise)(text, homoglyphs)


def _normalise(text: str, homoglyphs: bool) -> NormalisedText:
    unified = text if text.isascii() and _plain(text) else None
    done = NormalisedText(text, text) if unified is not None else _unify(text)
    if homoglyphs:
        done = NormalisedText(text, _WORD.sub(_latinised, done.text), done.offsets)
    return NormalisedText(text, to_simplified(done.text), done.offsets)


#: What several readers of one post, or of one claim, ask for.
_kept = lru_cache(maxsize=KEPT)(_normalise)


def to_simplified(text: str) -> str:
    """Traditional characters as simplified ones, phrase by phrase, one character for one.

    Japanese texts are left alone. The dictionary is applied until nothing changes, so that 乾縣 and 乾县 meet.
    """
    if text.isascii() or not _holds_traditional(text) or _is_japanese(text):
        return text
    while (changed := _convert(text)) != text:
        text = changed
    return text


def _convert(text: str) -> str:
    changed: str = _converter().convert(text)
    if len(changed) != len(text):  # no entry of today's dictionary does this; the map must hold with any other
        changed = "".join(one if len(one := _converter().convert(char)) == 1 else char for char in text)
    return changed


@cache
def _converter():  # type: ignore[no-untyped-def]  # noqa: ANN202 - the library carries no types
    from opencc import OpenCC

    return OpenCC("t2s")


def _holds_traditional(text: str) -> bool:
    """Whether the dictionary changes any single character; most texts hold none and need no conversion."""
    if not _changed(*_COMMON_HAN).isdisjoint(text):
        return True
    return _RARE.search(text) is not None and not _changed(_RARE_HAN).isdisjoint(text)


@cache
def _changed(*blocks: range) -> frozenset[str]:
    """The characters of some blocks that the dictionary changes."""
    han = "".join(map(chr, chain.from_iterable(blocks)))
    converted = _converter().convert("\n".join(han)).split("\n")  # in one call: a tenth of the time
    return frozenset(char for char, new in zip(han, converted, strict=True) if new != char)


def _is_japanese(text: str) -> bool:
    kana = len(_KANA.findall(text))
    return kana > 0 and kana >= JAPANESE_KANA_SHARE * (kana + len(_HAN.findall(text)))


def _latinised(word: re.Match[str]) -> str:
    letters = word.group()
    mixed = any("a" <= char <= "z" or "A" <= char <= "Z" for char in letters)
    return letters.translate(_LOOKS_LIKE) if mixed else letters


def _plain(text: str) -> bool:
    """Whether an ASCII text holds no white space to fold and nothing invisible."""
    return text.isprintable() and "  " not in text and text.strip(" ") == text


class _Same(dict[int, str]):
    """Character → the one character that replaces it, or "" where its place in the text matters; filled on demand."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        new = unicodedata.normalize("NFKC", char)
        easy = len(new) == 1 and not _drops(char) and not _joins(char) and (char == " " or not char.isspace())
        # A compatibility form of a space or of something invisible takes the long way as well.
        self[point] = new if easy and (new == char or not (new.isspace() or _drops(new))) else ""
        return self[point]


_SAME = _Same()


class _Easy(dict[int, str]):
    """Character → "x" where `_SAME` knows it, else a zero; filled on demand."""

    def __missing__(self, point: int) -> str:
        self[point] = "x" if _SAME[point] else "\0"
        return self[point]


_EASY = _Easy()
_NOT_EASY = re.compile("\0+")
_SPACES = re.compile(r"  +|\A | \Z")


def _unify(text: str) -> NormalisedText:
    new = text.translate(_SAME)
    if len(new) == len(text) and "  " not in new and new.strip(" ") == new:
        return NormalisedText(text, new)
    out: list[str] = []
    starts, ends = array("I"), array("I")

    def copy(first: int, last: int) -> None:
        out.append(text[first:last].translate(_SAME))
        starts.extend(range(first, last))
        ends.extend(range(first + 1, last + 1))

    done = 0
    for run in _NOT_EASY.finditer(text.translate(_EASY)):
        first = max(done, run.start() - 1)  # what joins the run stands just before it
        copy(done, first)
        done = run.end()
        for start, end, cluster in _clusters(text[first:done]):
            shown = _SAME[ord(cluster)] or _nfkc(cluster) if len(cluster) == 1 else _nfkc(cluster)
            out.append(shown)
            starts.extend([first + start] * len(shown))
            ends.extend([first + end] * len(shown))
    copy(done, len(text))
    return _single_spaces(text, "".join(out), starts, ends)


def _single_spaces(raw: str, text: str, starts: array[int], ends: array[int]) -> NormalisedText:
    """Fold each run of spaces into its first one, which then stands for all of them; none at the two ends."""
    out: list[str] = []
    kept_starts, kept_ends = array("I"), array("I")
    done = 0
    for run in _SPACES.finditer(text):
        first, last = run.span()
        kept = first + (first > 0 and last < len(text))
        out.append(text[done:kept])
        kept_starts.extend(starts[done:kept])
        kept_ends.extend(ends[done:first])
        if kept > first:
            kept_ends.append(ends[last - 1])
        done = last
    out.append(text[done:])
    kept_starts.extend(starts[done:])
    kept_ends.extend(ends[done:])
    return NormalisedText(raw, "".join(out), kept_starts + kept_ends)


def _clusters(text: str) -> list[tuple[int, int, str]]:
    """Start, end and visible characters of every piece that composes only within itself."""
    clusters: list[tuple[int, int, str]] = []
    for at, char in enumerate(text):
        if _SAME[ord(char)]:
            clusters.append((at, at + 1, char))
        elif _drops(char):
            continue
        elif clusters and _joins(char):
            start, _, before = clusters[-1]
            clusters[-1] = (start, at + 1, before + char)
        else:
            clusters.append((at, at + 1, char))
    return clusters


def _nfkc(cluster: str) -> str:
    composed = unicodedata.normalize("NFKC", cluster)
    return "".join(" " if char.isspace() else char for char in composed if not _drops(char))


def _drops(char: str) -> bool:
    """Whether a character shows nothing and separates nothing."""
    if char in _INVISIBLE or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return True
    return unicodedata.category(char) in ("Cf", "Cc") and not char.isspace()


def _joins(char: str) -> bool:
    """Whether a character may compose with the one before it: marks, and the later letters of a Hangul syllable."""
    first = unicodedata.normalize("NFKC", char)[:1]
    return unicodedata.category(first).startswith("M") or "\u1160" <= first <= "\u11ff"
