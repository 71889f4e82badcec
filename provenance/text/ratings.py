"""Which way a publisher's rating points. The rating itself is always shown in the publisher's own words."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from provenance.text.normalise import normalise


class Verdict(StrEnum):
    """What a fact-check says of its claim."""

    #: The claim does not hold, or not as told.
    REFUTED = "refuted"
    #: The claim holds.
    CONFIRMED = "confirmed"
    #: The publisher could not or did not decide.
    OPEN = "open"
    #: No rating, or one that this table does not know.
    UNKNOWN = "unknown"


# Tried in this order: "not true" and "half true" before "true", 不实 before 事实.
_OPEN = re.compile(
    r"尚未证实|尚无定论|未经?证实|无法(?:核实|证实)|待(?:证实|核实|查)|存疑|^疑$|其他"
    r"|\b(?:unproven|unverified|unconfirmed|unsubstantiated|undetermined|inconclusive|research in progress"
    r"|in dispute|disputed|legend|other)\b"
)
_REFUTED = re.compile(
    r"谣|流言|迷思|不是|没有|缺乏|误解|不实|虚假|^假|假的|假消息|假新闻|误区|误导|误传|误读|伪|错误|旧闻|过期|失实|并非|不属实|捏造|编造|断章取义|移花接木|张冠李戴"
    r"|\b(?:false|fake|hoax|fals[oaei]s?|faux|falsch|fałsz|pants[ -]on[ -]fire|misleading|engañoso|enganoso|trompeur"
    r"|not true|untrue|half[ -]true|mostly false|partly false|mixture|mixed|distorted|incorrect|inaccurate|wrong"
    r"|altered|doctored|manipulated|miscaptioned|misattributed|missing context|lacks context|out of context"
    r"|outdated|old|scam|satire|labell?ed satire|fabricated|debunked"
    r"|no evidence|baseless|exaggerated|not|no|myth|bulo|pinocchios?)\b"
)
_CONFIRMED = re.compile(
    r"^真|属实|事实|真实|可信|已证实|准确|^确认"
    r"|\b(?:true|mostly true|correct|accurate|correct attribution|confirmed|verdadeiro|verdadero|vrai|wahr|prawda"
    r"|geppetto)\b"
)


@lru_cache(maxsize=4096)
def verdict_of(rating: str | None) -> Verdict:
    """Read a rating in Chinese or English, and the commonest words of other languages."""
    if not rating or not rating.strip():
        return Verdict.UNKNOWN
    text = normalise(rating).text.casefold()
    for pattern, verdict in ((_OPEN, Verdict.OPEN), (_REFUTED, Verdict.REFUTED), (_CONFIRMED, Verdict.CONFIRMED)):
        if pattern.search(text):
            return verdict
    return Verdict.UNKNOWN
