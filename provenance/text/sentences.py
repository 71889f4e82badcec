"""Sentences of a text, as spans of it: Chinese, English, and whatever else ends its sentences with a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.model.span import TextSpan

_CLOSERS = "”’\"'」』】》〉）)\\]］»›"
#: One or more closing marks with the quotes and brackets that close after them, or the end of a line.
_STOP = re.compile(rf"(?P<mark>[。！？｡．!?.…‥।॥؟۔።։។။]+)(?P<close>[{_CLOSERS}]*)|[\r\n\u2028\u2029]+")
_ALWAYS = frozenset("。！？｡।॥؟۔።։។။")

#: Abbreviations after which a name or title follows; a full stop here never ends a sentence.
_BEFORE_NAME = re.compile(
    r"(?:mr|mrs|ms|dr|prof|rev|gen|gov|sen|rep|sgt|col|capt|lt|cmdr|adm|maj|hon|pres|supt|st|mt|ft|sr|sra|dña|vs|cf"
    r"|approx|e\.g|i\.e|z\.b|d\.h|p\.ej|bzw|inkl|av)",
    re.I,
)
#: Abbreviations only in front of a number.
_BEFORE_NUMBER = re.compile(r"(?:no|nos|nr|vol|fig|figs|eq|ch|sec|art|pp?|ca|est)", re.I)
#: Abbreviations that may also end a sentence: they do where a word follows that opens one.
_ANYWHERE = re.compile(
    r"(?:inc|ltd|co|corp|jr|etc|[ap]\.m|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|u\.s|u\.k|u\.n|e\.u|d\.c)", re.I
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_OPENING = re.compile(
    r"[\"'“‘(\[]*(?:The|This|That|These|Those|It|Its|He|She|We|They|I|You|In|On|At|But|And|However|Meanwhile|A|An|As|If|When|"
    r"After|Before|There|Here|His|Her|Their|Our|My|No|Not|What|Why|How|Who|El|La|Los|Las|Le|Les|Der|Die|Das|O|Os)\b"
)


def sentences(text: str) -> tuple[TextSpan, ...]:
    """The sentences of `text` in order, without the white space around them; together they hold everything else.

    A mark that ends a sentence takes the closing quotes and brackets behind it along. Decimals, abbreviations,
    initials, addresses and the numbers of a list do not split; the end of a line always does.
    """
    spans: list[TextSpan] = []
    start = 0
    for end in (*_ends(text), len(text)):
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if left < right:
            spans.append(TextSpan(left, right))
        start = end
    return tuple(spans)


def _ends(text: str) -> Iterator[int]:
    start = 0
    for stop in _STOP.finditer(text):
        mark = stop["mark"]
        if mark is None or _splits(text, start, stop):
            start = stop.end()
            yield start


def _splits(text: str, start: int, stop: re.Match[str]) -> bool:
    mark, end = stop["mark"], stop.end()
    after = text[end : end + 1]
    if not after or after in "\r\n":
        return True
    if not _ALWAYS.isdisjoint(mark):
        return True
    if stop["close"] and re.match(r"\s*[,，、;；a-zà-ÿ]", text[end:]):
        return False  # “Why?” he asked
    before = text[stop.start() - 1 : stop.start()]
    if set(mark) <= set("…‥") or mark == "..." or (set(mark) == {"."} and len(mark) > 1):
        return bool(stop["close"]) or bool(re.match(r"\s+[^\sa-zà-ÿ]", text[end:]))
    if set(mark) & set("!?"):
        return not (_alphabetic(before) and _alphabetic(after)) and after not in "=&/,，、"
    return _full_stop_splits(text, start, stop, before, after)


def _full_stop_splits(text: str, start: int, stop: re.Match[str], before: str, after: str) -> bool:
    """Whether a single full stop in front of `after` ends the sentence that began at `start`."""
    if not after.isspace():
        return _han(before) and (_han(after) or after in "“「『（《")
    rest = text[stop.end() :].lstrip()
    if re.match(r"[a-zà-ÿ,;，；]", rest):
        return False
    word = re.search(r"[\w.]*$", text[start : stop.start()])
    last = "" if word is None else word.group()
    if last.isdigit() and not text[start : stop.start() - len(last)].strip():
        return False  # 1. the number of a list
    if _BEFORE_NAME.fullmatch(last) or (_BEFORE_NUMBER.fullmatch(last) and rest[:1].isdigit()):
        return False
    if _ANYWHERE.fullmatch(last) or (last and _INITIALS.fullmatch(last) and last != "I"):
        return bool(_OPENING.match(rest))
    return True


def _han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char in "”’」』）》"


def _alphabetic(char: str) -> bool:
    return char.isalnum() and not _han(char)
