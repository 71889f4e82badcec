"""Find the quotations of a post: between marks, and in reported speech."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance.model.quotation import Quotation, QuotationForm
from provenance.model.span import TextSpan

_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("＂", "＂"), ("«", "»"), ("„", "“"), ("‘", "’"))
_MARKED = re.compile(
    "|".join(
        rf"{re.escape(a)}(?P<q{i}>[^{re.escape(a + b)}\n]{{2,600}}){re.escape(b)}" for i, (a, b) in enumerate(_PAIRS)
    )
    + r'|(?<![\w"])"(?P<straight>[^"\n]{2,600})"(?!\w)|(?<=[\s:：，,。])"(?P<loose>[^"\n]{2,600})"'
)
# An apostrophe is no closing mark: ‘…’ counts only around a space or a Chinese character.
_REPORTED = re.compile(
    r"(?:发言人|外交部|國務院|国务院|白宫|卫健委|应急管理部|公安部|记者会|通报|公告)[^“「\"。！？\n]{0,12}?"
    r"(?:表示|指出|称|强调|回应称?|说|透露|介绍|答)[，,：:]?(?P<zh>[^“「\"。！？\n]{8,200})"
    r"|(?:发言人|外交部|国务院|(?<![\u3400-\u9fff])[\u4e00-\u9fff]{2,4})[：:](?P<told>[^“「\"：:。！？\n]{10,200})"
    r"|#(?P<topic>[^#“「\"\n]{8,60})#"
    r"|(?:said|told (?:\w+ ){1,3}|stated|announced|declared|insisted)"
    r"(?P<gap>[^\"“.]{0,40}?)\bthat (?P<en>[^\"“.!?\n]{20,400})"
)
#: What follows the name of a known speaker: a verb of saying, and the words without marks to the end of the sentence.
_BY_NAME = re.compile(
    r"(?:[^“「\"。！？\n，,]{0,6}?)(?:表示|指出|强调|強調|宣布|回应称?|称|稱|说|說)[，,：:]?(?P<zh>[^“「\"。！？\n]{8,200})"
    r"|\s(?:\w+\s){0,2}?(?:said|stated|announced|declared|insisted|told (?:\w+ ){1,3})"
    r"(?:that )?(?P<en>[^\"“.!?\n]{20,400})"
)
#: Shorter ones are titles, nicknames and irony.
_SHORTEST = 2


def find_quotations(text: str, speakers: Iterable[TextSpan] = ()) -> tuple[Quotation, ...]:
    """Quotations in the order of the text; a reported one that holds a marked one is left out.

    Args:
        text: the post as received.
        speakers: where it names people whose statements are on record; what they are reported to have said counts too.
    """
    found: list[Quotation] = []
    for mark in _MARKED.finditer(text):
        span = _inner(mark)
        if len(span) >= _SHORTEST:
            found.append(Quotation(span, QuotationForm.MARKED))
    named = (_BY_NAME.match(text, name.end) for name in speakers)
    for report in (*_REPORTED.finditer(text), *(match for match in named if match)):
        span = _inner(report)
        if len(span) >= _SHORTEST and not any(span.overlaps(other.span) for other in found):
            found.append(Quotation(span, QuotationForm.REPORTED))
    return tuple(sorted(found, key=lambda quotation: quotation.span))


def _inner(found: re.Match[str]) -> TextSpan:
    name = next(name for name, value in found.groupdict().items() if value is not None and name != "gap")
    start, end = found.span(name)
    body = found.group(name)
    return TextSpan(start + len(body) - len(body.lstrip()), end - (len(body) - len(body.rstrip())))
