"""Lines put in the mouth of somebody who did not write them, under another title, or altered."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from provenance.detectors.absent_line import Absence, not_in_works
from provenance.detectors.base import Context
from provenance.detectors.judging import Judging, not_spread
from provenance.detectors.line_record import Line, lines
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.post import Post
from provenance.model.quotation import Attribution, QuotationForm, QuotationHits
from provenance.model.silence import Silence
from provenance.scoring import quotation_bits as bits
from provenance.text.attribution import names_in
from provenance.text.folding import fold
from provenance.text.people import person, same_person, same_work
from provenance.text.stance import Stance, stance_of

#: The post is about editions, or corrects the ascription itself.
_DISCUSSES = re.compile(
    r"版本|本子|异文|一作|又作|宋本|原作|其实是|并非|不是[^，。]{0,8}(?:写|说|的|哈)|误传|误以为|假托|伪托|错安|张冠李戴"
    r"|misattribut|wrongly|actually (?:by|from|said)|never said|didn['’]t (?:say|write)|not by\b",
    re.IGNORECASE,
)
#: Titles that name a book rather than a work: the line may stand in it all the same.
_BOOK = re.compile(r"(?:集|选|诗|词|诗词|三百首|全唐诗|语录|传|史|史记|记|书|经|文|谱|话)$")


class MisattributedQuoteDetector(Judging):
    """Compares whom a post names with the author, title and wording of the records that hold the line."""

    pattern = Pattern.MISATTRIBUTED_QUOTE
    looks_at: ClassVar[tuple[Kind, ...]] = ()

    def judge(self, context: Context) -> Iterator[Finding | Silence]:
        """See `Judging.judge`.

        At most one finding a quotation; nothing where the post names the author that some record names.
        """
        post = context.post
        if not context.quotations:
            return
        if discussed := _DISCUSSES.search(_without(post.text, context.quotations)):
            said = f"the post speaks of editions, or corrects the author itself: “{discussed.group()}”"
            yield _silent(Reason("discusses", said, 0.0))
            return
        stance = stance_of(post.text)
        if stance.stance is Stance.REFUTE:
            yield _silent(not_spread(post.text, stance))
            return
        judged = [each for found in context.quotations if (each := _judged(context, found))]
        findings = [each for each in judged if isinstance(each, Finding)]
        yield from sorted(findings, key=lambda finding: -finding.weight_bits)
        yield from (each for each in judged if isinstance(each, Silence))


def _silent(reason: Reason, line: Line | None = None) -> Silence:
    return Silence(Pattern.MISATTRIBUTED_QUOTE, reason, line.evidence if line else None)


def _uncertain(line: Line) -> Silence:
    said = f"{line.words} words or characters of the line stand in the record: too few to be sure that it is this line"
    return _silent(Reason("uncertain", said, 0.0), line)


def _judged(context: Context, found: QuotationHits) -> Finding | Silence | None:
    post, attribution = context.post, found.quotation.attribution
    if found.quotation.form is QuotationForm.REPORTED:  # a verse in it is a bare quotation of its own
        return None
    held = lines(post, found)
    for line in held:
        false = next((name for name in line.false_authors if _ascribed(post, attribution, name)), None)
        if false and not _names_true_author(post, line) and not _fuller(line, held, attribution):
            return _finding(context, found, line, "known-false", false)
    if attribution is None:
        return None
    authored = [line for line in held if person(line.evidence.author or "")]
    if not authored:
        absent = not_in_works(post, found)
        return _absent_finding(context, found, attribution, absent) if absent else None
    theirs = [line for line in authored if same_person(attribution.name, line.evidence.author or "")]
    if theirs:
        return _same_author(context, found, attribution, theirs)
    mentioned = [name for _, _, name in names_in(post.text, {fold(line.evidence.author or "") for line in authored})]
    for name, line in itertools.product(mentioned, authored):
        if same_person(name, line.evidence.author or ""):
            return _silent(
                Reason("names-author", f"the post names the author of the record elsewhere: {name}", 0.0), line
            )
    best = authored[0]
    if not best.certain:
        return _uncertain(best)
    if _puts_in_mouth(best.evidence, attribution.name):
        said = f"in the record, {attribution.name} speaks the line or is its title"
        return _silent(Reason("speaks-it", said, 0.0), best)
    return _finding(context, found, best, "other-author", attribution.name)


def _puts_in_mouth(record: Evidence, name: str) -> bool:
    """Whether the named person speaks in the work, or gives it its title: Hamlet says what Shakespeare wrote."""
    speaks = rf"{re.escape(fold(name))}\s*(?:[：:.]\s|[：:]|说|道|曰|said|says|replied|answered)"
    return fold(name) == fold(record.title or "") or bool(re.search(speaks, fold(record.text)))


def _same_author(
    context: Context, found: QuotationHits, attribution: Attribution, theirs: Sequence[Line]
) -> Finding | Silence:
    """The author is right: is the line theirs as it stands, and of the work that the post names?"""
    literal = [line for line in theirs if not line.altered]
    title = attribution.title
    right = literal and (
        title is None or _BOOK.search(title) or any(same_work(title, line.evidence.title or "") for line in literal)
    )
    best = (literal or theirs)[0]
    if right:
        return _silent(
            Reason("right-author", "the record holds the line, and names the author that the post names", 0.0), best
        )
    if not best.certain:
        return _uncertain(best)
    return _finding(context, found, best, "other-title" if literal else "line-altered", attribution.name)


def _ascribed(post: Post, attribution: Attribution | None, name: str) -> bool:
    """Whether the post names this person as the author, or names nobody else and this person somewhere."""
    if attribution is not None and same_person(attribution.name, name):
        return True
    return any(same_person(other, name) for _, _, other in names_in(post.text, {fold(name)}))


def _fuller(warned: Line, held: Sequence[Line], attribution: Attribution | None) -> bool:
    """Whether a work of the named person holds more of the line than the record that warns of it, as it stands."""
    return attribution is not None and any(
        line.words > warned.words and not line.altered and same_person(attribution.name, line.evidence.author or "")
        for line in held
    )


def _names_true_author(post: Post, line: Line) -> bool:
    """Whether the post names the author that the record gives instead."""
    text = fold(post.text)
    true = [name for name in (line.true_author, line.evidence.author or "") if person(name)]
    named = [name for _, _, name in names_in(post.text)] if true else []
    return any(fold(name) in text or any(same_person(other, name) for other in named) for name in true)


_SAID = {
    "known-false": (bits.KNOWN_FALSE, "the record says that the line is wrongly ascribed to this person"),
    "other-author": (bits.OTHER_AUTHOR, "the record names another author"),
    "other-title": (bits.OTHER_TITLE, "the record names another title"),
    "line-altered": (bits.LINE_ALTERED, "the line differs from the record, and no edition is known to print it so"),
}


def _finding(context: Context, found: QuotationHits, line: Line, code: str, name: str) -> Finding:
    weight, told = _SAID[code]
    attribution = found.quotation.attribution
    beside = attribution is not None and same_person(attribution.name, name)
    reasons = (
        Reason("prior", "few quoted lines are misattributed", bits.PRIOR_MISATTRIBUTED),
        Reason(
            "same-words",
            f"{line.words} words or characters of the line stand in the record",
            min(bits.MOST_FOR_WORDS, bits.PER_WORD * line.words),
        ),
        Reason(
            "named-beside" if beside else "named-elsewhere",
            "the post names the person beside the line" if beside else "the post names the person elsewhere",
            bits.NAMED_BESIDE if beside else bits.NAMED_ELSEWHERE,
        ),
        Reason(code, told, weight),
    )
    record = line.evidence
    return Finding(
        post_id=context.post.id,
        pattern=Pattern.MISATTRIBUTED_QUOTE,
        reasons=reasons,
        matches=(Match(record.id, line.post_span, line.record_span, "kept-share", line.share),),
        citations=(Citation.of(record, quote=_cited(line)),),
        index_version=context.index_version,
        confidence=round(bits.MISATTRIBUTED.probability(sum(reason.weight_bits for reason in reasons)), 4),
        details={
            "attributed_to": name,
            "found_author": record.author or line.true_author or None,
            "found_title": record.title,
            "altered": line.altered,
            "reason": code,
            "finding": line.note,
        },
    )


def _absent_finding(context: Context, found: QuotationHits, attribution: Attribution, absent: Absence) -> Finding:
    """The line is in none of the person's works, which the index holds completely."""
    reasons = (
        Reason("prior", "few quoted lines are misattributed", bits.PRIOR_MISATTRIBUTED),
        Reason("named-beside", "the post names the person beside the line", bits.NAMED_BESIDE),
        Reason(
            "not-in-works",
            f"none of the {absent.works} works of {absent.author}, which the index holds completely, has the line",
            bits.NOT_IN_WORKS,
        ),
        Reason(
            "length",
            f"{absent.words} words, too many for a common phrase",
            min(bits.MOST_FOR_LENGTH, bits.PER_WORD_OF_LENGTH * absent.words),
        ),
    )
    span = found.quotation.span
    return Finding(
        post_id=context.post.id,
        pattern=Pattern.MISATTRIBUTED_QUOTE,
        reasons=reasons,
        matches=tuple(Match(record.id, span, None, "kept-share", absent.nearest) for record in absent.statements),
        citations=tuple(Citation.of(record) for record in absent.statements),
        index_version=context.index_version,
        confidence=round(bits.MISATTRIBUTED.probability(sum(reason.weight_bits for reason in reasons)), 4),
        details={
            "attributed_to": attribution.name,
            "found_author": None,
            "found_title": None,
            "altered": False,
            "reason": "not-in-works",
            "works": absent.works,
            "finding": None,
        },
    )


def _cited(line: Line) -> str:
    """The lines of the record that the quotation touches."""
    record, span = line.evidence, line.record_span
    if span is None:
        return line.wording.strip()
    start = record.text.rfind("\n", 0, span.start) + 1
    end = record.text.find("\n", span.end)
    return record.text[start : end if end >= 0 else len(record.text)].strip()


def _without(text: str, quotations: Sequence[QuotationHits]) -> str:
    """The post's own words."""
    for found in quotations:
        span = found.quotation.span
        text = text[: span.start] + " " * len(span) + text[span.end :]
    return text
