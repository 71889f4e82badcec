"""Words that say now, and words that say some time or other."""

from __future__ import annotations

import re
from datetime import timedelta

from provenance.text.dates.found import Found
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.period import Grain, Period, Ref

_NOW = re.compile(
    r"刚刚|刚才|(?<![\u4e00-\u9fff])方才|此刻|此时此刻|(?<![出呈展体涌再重显表发改闪浮实])现在(?!完成|进行)|目前|眼下|当前(?!位置)|正在发生|突发(?!奇想|性|状况|事件|疾病|公共)"
)
_VAGUE = re.compile(
    r"近日|日前(?!往)|近期|近来|最近(?!访客|浏览|联系人|使用)|不久前|前不久|不久之前|前些(?:天|日子|年|时)|前一阵子?|前几[天日年]|前段时间|近几[天日年]"
    r"|[一二三四五六七八九]?十?[几数](?:十|百|千)?多?(?:天|日|年|周|个?月|小时|分钟)(?:之?前|以前)|(?:多|数|若干)[天日年月](?:之?前|以前)|近年来?|不日|连日来?|未来几[天日年]"
)


#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_NOW, _VAGUE)


def read_word(text: str, place: int, ref: Ref) -> Found | None:
    """刚刚 is the minute of writing; 近日 has no ends."""
    if match := _NOW.match(text, place):
        start = ref.now.replace(second=0, microsecond=0) if match[0] != "现在" else ref.now
        return Found(place, match.end(), Period(start, start + timedelta(minutes=1), Grain.MINUTE, TimeKind.NOW))
    if match := _VAGUE.match(text, place):
        if match[0] == "日前" and re.search(r"[\d一二三四五六七八九十今昨明本当]$", text[:place]):
            return None
        return Found(place, match.end(), None)
    return None
