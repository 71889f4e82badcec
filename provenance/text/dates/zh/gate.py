"""Where a Chinese expression may begin: one pattern that is tried in place of a rule after the other.

It lets through every place at which some rule matches, and seldom another; the rules decide.
"""

from __future__ import annotations

import re

from provenance.text.dates.gate import Gate
from provenance.text.dates.zh import clock, days, months, numeric, spans, weeks, words, year_parts, years

#: Characters at which an expression begins.
FIRST = (
    r"[\d零〇一二三四五六七八九十两廿半康雍乾同光民明昭平令洪永宣成弘正嘉万天崇顺道咸贞开神大前去今本这次翌来后上下昨当第隔即"
    r"周星礼农阴旧闰腊冬元情女妇三植愚劳五青儿六建七八教国双圣万护记跨母父感黑复耶春龙端中重年除小立雨惊清谷夏芒处白秋寒霜冬"
    r"凌拂黎早晨午下傍黄晚夜深子最近过刚此之未接随再方现目眼突不日几多数若连Qq至迄]"
)
#: What the reader itself looks for: the mark of the moon's calendar, and a text that is nothing but a date.
_READER = (re.compile("(?:农历|阴历|旧历)"), re.compile(r"(?<!\S)\d"))

GATE = Gate(
    FIRST,
    (
        *_READER,
        *numeric.BEGINNINGS,
        *years.BEGINNINGS,
        *months.BEGINNINGS,
        *weeks.BEGINNINGS,
        *days.BEGINNINGS,
        *spans.BEGINNINGS,
        *words.BEGINNINGS,
        *year_parts.BEGINNINGS,
        *clock.BEGINNINGS,
    ),
)
