"""Lines ascribed to an author whose works are all indexed, and hold nothing of the kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.detectors.laid import laid_beside
from provenance.detectors.quoted_record import words_in
from provenance.model.evidence import Evidence, Kind
from provenance.model.post import Post
from provenance.model.quotation import Attribution, PassageHit, QuotationForm, QuotationHits
from provenance.model.span import TextSpan
from provenance.model.works import completeness_of, wordings_of
from provenance.text.attribution import names_in
from provenance.text.folding import fold
from provenance.text.language import language_of
from provenance.text.line_readings import is_accepted_reading
from provenance.text.people import same_person

#: Shorter quotations may be a turn of phrase that anybody uses: Chinese characters, words of other scripts.
_SHORTEST_HAN, _SHORTEST_WORDS = 10, 8
#: Share of the quotation in one work from which it is a reading, a paraphrase or a part of what the author wrote.
_READING = 0.4
#: A part of the quotation that stands in a work to this share was quoted from it, whatever stands around it.
_PART = 0.8
_PART_HAN, _PART_WORDS = 5, 4
#: A quotation of classical works in the language of today is a rendering of them: words that classical texts lack.
_MODERN = re.compile(r"[们這这吗嗎吧呢啊哪啦很您她它]|[的了着](?=[，。！？；,.!?;]|$)|.的.")
#: The words are not meant as the person's own: a film about them, a parody, a supposition, a translation.
_NOT_THEIR_WORDS = re.compile(
    r"电影|電影|电视剧|電視劇|纪录片|剧中|剧里|台词|臺詞|歌词|歌詞|游戏|动画|漫画|小说里|饰|扮演|口吻|仿写|模仿|恶搞|段子|致敬"
    r"|假如|如果|要是|假设|译|翻成|白话|大意|意思是|评价|形容|称赞|赞美|写给|致|献给|纪念|题|墓志铭"
    r"|\b(?:film|movie|play|musical|series|biopic|parody|satire|pretend|imagine|as if|in the style|translat\w+"
    r"|paraphras\w+|roughly|about|portray\w*|character|inspired)\b",
    re.IGNORECASE,
)
#: Just before the name: the name is what is spoken of, not who speaks.
_OBJECT = re.compile(
    r"(?:写|寫|赞|讚|评|論|论|谈|談|骂|夸|学|像|对|對|给|給|关于|問|问|怼|of|on|to|for|with|like|about|after)\s*[《“\"]?$"
)
#: Characters around a quotation that may say so.
_BESIDE = 40


@dataclass(frozen=True, slots=True)
class Absence:
    """A quotation that no work of its alleged author holds.

    Attributes:
        author: as the index spells the name.
        statements: the records which state that the works are complete.
        works: how many works that are.
        words: length of the quotation.
        nearest: the largest share of it that one of the works holds, 0–1.
    """

    author: str
    statements: tuple[Evidence, ...]
    works: int
    words: int
    nearest: float


def not_in_works(post: Post, found: QuotationHits) -> Absence | None:
    """What shows that the person named beside a quotation did not write it; None where that cannot be said.

    Nothing is said about quotations without marks, about short phrases, about words that the post itself gives as
    somebody's rendering, parody or film, in another language than the works, and where a work holds a good part of
    the quotation or a whole part of it: then it is a reading, a paraphrase, or theirs in part.
    """
    quotation = found.quotation
    attribution, text = quotation.attribution, quotation.span.of(post.text)
    if not found.complete_works or attribution is None or quotation.form is not QuotationForm.MARKED:
        return None
    words = words_in(text)
    if words < (_SHORTEST_HAN if _is_han(text) else _SHORTEST_WORDS):
        return None
    if not _is_meant_as_theirs(post.text, quotation.span, attribution):
        return None
    statements = tuple(record for record in found.complete_works if _same_language(text, record.lang or ""))
    if not statements:
        return None
    author = statements[0].author or ""
    theirs = [hit for hit in found.hits if hit.evidence.kind is Kind.QUOTE and _by(hit.evidence, author)]
    if is_accepted_reading(text) or any(_holds_part(post, hit) for hit in theirs):
        return None
    nearest = max((_share(text, hit.evidence) for hit in theirs), default=0.0)
    if nearest >= _READING:
        return None
    counts = [complete.works for record in statements if (complete := completeness_of(record))]
    return Absence(author, statements, max(counts, default=0), words, nearest)


def _by(record: Evidence, author: str) -> bool:
    return bool(record.author) and same_person(record.author or "", author)


def _share(text: str, record: Evidence) -> float:
    return max(laid_beside(text, wording).kept_ratio for wording in wordings_of(record))


def _holds_part(post: Post, hit: PassageHit) -> bool:
    part = hit.post_span.of(post.text)
    long_enough = words_in(part) >= (_PART_HAN if _is_han(part) else _PART_WORDS)
    return long_enough and _share(part, hit.evidence) >= _PART


def _is_meant_as_theirs(text: str, span: TextSpan, attribution: Attribution) -> bool:
    """Whether the post gives the words as the person's own."""
    name = attribution.name_span
    around = text[max(0, min(span.start, name.start) - _BESIDE) : span.start] + " " + text[span.end :][:_BESIDE]
    if _NOT_THEIR_WORDS.search(around.replace(attribution.name, "")) or _OBJECT.search(text[: name.start]):
        return False
    # Another person named before the quotation may be the one who speaks, of the first.
    before = text[max(0, span.start - _BESIDE) : span.start]
    return not any(
        not same_person(other, attribution.name) for _, _, other in names_in(before, {fold(attribution.name)})
    )


def _same_language(text: str, lang: str) -> bool:
    """Whether a quotation is in the language of the works: not a translation, nor a rendering of a classical text."""
    works = lang.lower().partition("-")[0]
    if works == "lzh":
        return language_of(text) == "zh" and not _MODERN.search(text)
    return language_of(text) == works


def _is_han(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return 2 * sum("\u3400" <= char <= "\u9fff" for char in letters) > len(letters)
