"""What a post says of a claim in its own words: that it is so, that it is not so, or whether it is so.

`text/stance` reads what a speaker says about a report (it is a rumour, is it true?). A post may do without such words
and contradict the claim itself (板蓝根不能预防流感, vaccines do not contain microchips), which shows only beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from provenance.model.span import TextSpan
from provenance.text.codes import FIRST_WORD_CODE, code_texts
from provenance.text.normalise import normalise


class Voice(StrEnum):
    """How a post speaks of what a claim says."""

    ASSERTS = "asserts"
    DENIES = "denies"
    ASKS = "asks"


@dataclass(frozen=True, slots=True)
class ClaimVoice:
    """A voice and the clause of the post, as received, that speaks with it; None for `ASSERTS` by default."""

    voice: Voice
    clause: TextSpan | None = None


#: A clause speaks of the claim when it shares this much of what the clause nearest to the claim shares; it denies the
#: claim, or asks, when it also shares this much of the claim itself, and so many words. By principle: a denial of
#: something else that mentions a word of the claim must not silence anything.
_SPEAKS, _LEAST_SHARE, _LEAST_WORDS = 0.5, 0.2, 2
#: A negation reaches over so many characters (Chinese), or words, to what it denies.
_REACH_CHARACTERS, _REACH_WORDS = 3, 3
#: Letters by which two words of an alphabet are one: contain, contains, contained.
_STEM = 5
#: Characters that bind words, by their codes; a code has so many bits.
_BINDING, _BITS = frozenset(map(ord, "的是了在用被把吗呢吧就都也这那个")), 21
#: Claims whose words are kept: they come again post after post.
KEPT_CLAIMS = 1024
#: Posts whose clauses are kept: each is asked about several claims, one after the other.
KEPT_POSTS = 8

_SENTENCE = re.compile(r"(?P<body>[^.!?。;；\n]+)(?P<mark>[.!?。;；\n]*)")
_CLAUSE = re.compile(r"[^,，、:：]+")
# Words that deny what follows. What forbids (别吃, do not eat) denies nothing, nor does what is not yet so (还没).
_DENIAL = re.compile(
    r"(?<![有还尚])没(?:有)?(?!准|错)|并非|从未|绝非|无法|不可能|不(?:会|含|存在|是|属|算|至于)"
    r"|(?<!不得)(?<!要)不(?![要可能得用必应该许准仅但只光断少过料同管论久一知要妨如免断止禁怕想敢信])"
    r"|\b(?:is|are|was|were|does|did|has|have|had|can|could|will|would)(?: not|n['’]?t)\b|\bcannot\b|\bnever\b"
    r"|(?<=\w )\bdo(?: not|n['’]?t)\b",
    re.IGNORECASE,
)
# 不能 and its like deny an ability that the claim affirms, and forbid an act otherwise.
_UNABLE = re.compile(r"不(?:能够?|可以?)")
_ABLE = re.compile(r"(?<!不)(?:能够?|可以?|会)|\b(?:can|could|will|may)\b", re.IGNORECASE)
_RHETORICAL = re.compile(r"谁说|难道|怎么可能|哪能|凭什么|who says|how can", re.IGNORECASE)
# What lights make a tower look like is not said to be so.
_LOOKS_LIKE = re.compile(
    r"\bmak(?:es?|ing) (?:it|them|this|that|the \w+) look (?:like|as if|as though)\b"
    r"|\blooks? as (?:if|though) (?:it|they) were\b|[美红亮]得像",
    re.IGNORECASE,
)
_ASKS_ZH = re.compile(
    r"(?:吗|么|嘛)\W*$|是否|是不是|(?P<verb>[会能有是可含])不(?P=verb)|可不可以|(?:到底|究竟|真的?[会能有是]).*\?\W*$"
)
_ASKS_EN = re.compile(r"^\W*(?:is|are|was|were|does|do|did|can|could|will|has|have)\b(?!n['’]t).*\?\W*$", re.IGNORECASE)
# Questions that take the claim for granted.
_TAKES_FOR_GRANTED = re.compile(
    r"知道|听说|晓得|明白|还[在敢不想没]|不怕|敢不敢|信不信|\b(?:you know|you aware|you still|your)\b|\bwhy\b",
    re.IGNORECASE,
)

#: What a claim says and its opposite: who finds the goods on the shelf denies that they ran out.
_OPPOSITES = tuple(
    (re.compile(one, re.IGNORECASE), re.compile(other, re.IGNORECASE))
    for one, other in (
        (
            r"断货|斷貨|缺货|脱销|抢光|搶光|买不到|sold out|run(?:ning)? out|shortage",
            r"有货|有貨|货足|充足|管够|不缺|随便买|in stock|plenty",
        ),
        (
            r"关闭|停业|停课|停运|封(?:城|路|桥)|clos(?:e|ed|ing)\b|shut",
            r"照常|开放|营业|正常(?:上课|运行|运营)|\b(?:is|are|stays?|remains?) open\b|as usual",
        ),
        (
            r"倒塌|垮塌|塌了|着火|起火|collapse|on fire|burn(?:ing|ed)",
            r"好好的|完好|安然无恙|still standing|perfectly fine|no fire",
        ),
        (  # who did it and lives to tell denies that it harms
            r"中毒|有毒|致命|致癌|砒霜|会死|poison|toxic|deadly|\bkills?\b|cancer",
            r"[啥什么么]事(?:儿)?(?:都|也)?没有|没(?:啥|什么)事(?!实)|一点(?:儿)?事(?:儿)?(?:都|也)?没|平安无事|活得好好的"
            r"|\bnothing happened\b"
            r"|\b(?:i'?m|i am|we'?re|we are|was) (?:still )?(?:perfectly |totally |just )?(?:fine|alive)\b",
        ),
    )
)


def voice_on(text: str, claim: str) -> ClaimVoice:
    """How a text speaks of a claim: by its last clause that says what the claim says.

    Args:
        text: as received.
        claim: an affirmative statement; where it denies something itself, the same denial in the text agrees with it.
    """
    view, told = normalise(text), _claim(claim)
    if not told.words:
        return ClaimVoice(Voice.ASSERTS)
    said = [(clause, told.shared(clause.words)) for clause in _clauses(view.text)]
    most = max((len(shared) for _, shared in said), default=0)
    if not most:
        return ClaimVoice(Voice.ASSERTS)
    if likened := _only_likened(said):
        return ClaimVoice(Voice.DENIES, view.raw_span(likened.start, likened.end))
    clause, shared = next(pair for pair in reversed(said) if len(pair[1]) >= max(1.0, _SPEAKS * most))
    if len(shared) < max(_LEAST_WORDS, _LEAST_SHARE * told.telling):
        return ClaimVoice(Voice.ASSERTS)
    voice = _voice(clause, shared, told)
    return ClaimVoice(voice, None if voice is Voice.ASSERTS else view.raw_span(clause.start, clause.end))


def _only_likened(said: Sequence[tuple[_Clause, list[_Word]]]) -> _Clause | None:
    """The clause that tells what something looks like, unless another clause says the same of the claim outright."""
    for clause, shared in said:
        if shared and _LOOKS_LIKE.search(clause.text):
            words = {word.key for word in shared}
            outright = (own for other, own in said if other is not clause and not _LOOKS_LIKE.search(other.text))
            return None if any(word.key in words for own in outright for word in own) else clause
    return None


@dataclass(frozen=True, slots=True)
class _Word:
    key: int | str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    text: str
    #: That ends the sentence, where this is its last clause.
    mark: str
    #: The sentence from this clause on.
    rest: str
    words: tuple[_Word, ...]


class _Claim:
    """The words of a claim, and whether the claim denies what stands there, or calls it possible."""

    def __init__(self, text: str) -> None:
        self._text = text
        (words,) = _words([text])
        self.words = {word.key: word for word in words}
        #: How many of them tell something: a pair with 的 or 是 in it is half of two words.
        self.telling = sum(not _binds(key) for key in self.words) or len(self.words)

    def shared(self, words: tuple[_Word, ...]) -> list[_Word]:
        return [word for word in words if word.key in self.words]

    def denies(self, word: _Word) -> bool:
        return _denied(self._text, self.words[word.key])

    def contradicted_by(self, said: str) -> bool:
        """Whether a text says the opposite of what the claim says, and not the same as well."""
        return any(
            one.search(self._text) and other.search(said) and not one.search(said) and not other.search(self._text)
            for one, other in _OPPOSITES
        )

    def calls_possible(self, word: _Word) -> bool:
        start = self.words[word.key].start
        return bool(_ABLE.search(self._text, max(0, start - _REACH_CHARACTERS), start))


def _binds(key: int | str) -> bool:
    """Whether a pair of characters holds one that only binds words."""
    return not isinstance(key, str) and not _BINDING.isdisjoint((key >> _BITS, key & (1 << _BITS) - 1))


@lru_cache(maxsize=KEPT_CLAIMS)
def _claim(claim: str) -> _Claim:
    return _Claim(normalise(claim).text)


def _voice(clause: _Clause, shared: list[_Word], told: _Claim) -> Voice:
    if _asks(clause):
        return Voice.ASKS
    if told.contradicted_by(clause.rest):
        return Voice.DENIES
    if not _RHETORICAL.search(clause.text):
        for word in shared:
            at = _Word(word.key, word.start - clause.start, word.end - clause.start)
            if told.denies(word):
                continue
            if _denied(clause.text, at) or (_before(clause.text, at, _UNABLE) and told.calls_possible(word)):
                return Voice.DENIES
    return Voice.ASSERTS


def _asks(clause: _Clause) -> bool:
    said = (clause.text + clause.mark).strip()
    if _TAKES_FOR_GRANTED.search(said):
        return False
    return bool(_ASKS_ZH.search(said) or _ASKS_EN.search(said))


def _denied(text: str, word: _Word) -> bool:
    return _before(text, word, _DENIAL)


def _before(text: str, word: _Word, pattern: re.Pattern[str]) -> bool:
    """Whether the pattern matches just before, or at the beginning of, a word."""
    return any(_reaches(text, match, word) for match in pattern.finditer(text))


def _reaches(text: str, match: re.Match[str], word: _Word) -> bool:
    if match.start() > word.start or match.end() >= word.end:
        return False
    between = text[match.end() : word.start]
    if isinstance(word.key, str):
        return len(between.split()) <= _REACH_WORDS
    return len(between) <= _REACH_CHARACTERS


@lru_cache(maxsize=KEPT_POSTS)
def _clauses(text: str) -> tuple[_Clause, ...]:
    """The clauses of a post, which is asked for its voice on several claims."""
    return tuple(_each_clause(text))


def _each_clause(text: str) -> Iterator[_Clause]:
    parts = [
        (sentence, clause) for sentence in _SENTENCE.finditer(text) for clause in _CLAUSE.finditer(sentence["body"])
    ]
    of_each = _words([clause.group() for _, clause in parts])
    for (sentence, clause), own in zip(parts, of_each, strict=True):
        start = sentence.start() + clause.start()
        words = tuple(_Word(word.key, word.start + start, word.end + start) for word in own)
        mark = sentence["mark"] if clause.end() == len(sentence["body"]) else ""
        rest = sentence["body"][clause.start() :]
        yield _Clause(start, start + len(clause.group()), clause.group(), mark, rest, words)


def _words(texts: Sequence[str]) -> Iterator[Iterator[_Word]]:
    """Of each text the pairs of Chinese characters side by side, and words of an alphabet by their first letters."""
    coded = code_texts(texts)
    rows = list(zip(coded.codes.tolist(), coded.starts.tolist(), coded.lengths.tolist(), strict=True))
    for text, (first, last) in zip(texts, pairwise(coded.bounds.tolist()), strict=True):
        yield _words_of(text, rows[first:last])


def _words_of(text: str, rows: Sequence[tuple[int, int, int]]) -> Iterator[_Word]:
    for place, (code, start, length) in enumerate(rows):
        if code >= FIRST_WORD_CODE:
            if length >= _STEM - 1:
                yield _Word(text[start : start + _STEM].casefold(), start, start + length)
        elif place + 1 < len(rows):
            after, other, _ = rows[place + 1]
            if after < FIRST_WORD_CODE and other == start + 1:
                yield _Word((code << _BITS) | after, start, start + 2)
