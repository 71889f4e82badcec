"""Weeks and their days: 上周三, 下下周, 这个星期天, 周六, 上周末."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

from provenance.text.dates.found import Found
from provenance.text.dates.mention import TimeKind
from provenance.text.dates.period import Grain, Period, Ref, day, unit_of, weekday_in_week
from provenance.text.dates.zh.context import AS_SUCH, is_still_to_come
from provenance.text.dates.zh.months import WEEKDAYS

_WEEK = re.compile(
    r"(?P<w>上{1,3}一?个?|这一?个?|本|当|下{1,3}一?个?)(?P<n>周(?<!个周)|周(?=末|[一二三四五六日1-6]|[里内中的又就我要会都将开]|[^\u4e00-\u9fff]|$)|星期|礼拜)(?!年|边|围|期|刊|岁|全|转|折|身|长|密|到|遭)"
    r"(?:(?P<we>末(?!年))|的?(?:周|星期|礼拜)?(?P<d>[一二三四五六日天](?!次|个|年|生|家|人|定|共|段|起看))|(?P<a>[1-6])(?!\d|[个次人天]))?"
)
_BARE = re.compile(
    r"(?<![一二三四五六七八九十两几数多满每全逐各来\d])(?:(?P<k>周)(?P<d1>[一二三四五六日])|(?:星期|礼拜)(?P<d2>[一二三四五六日天]))"
    r"(?!次|个|年|围|岁|名|位|种|片|条|再|生|福|大[福生]|见|仙|子|小川|刊|游|至周[日五]每|电影)"
)
_WEEKEND = re.compile(
    r"(?<![每上下双过])(?<!南方)(?<!XX)(?<!xx)(?:这个?|本)?周末(?!愉快|快乐|版|画报|报|效应|党|游|好)"
)
#: On Mondays and Tuesdays a bare 周末 is the one just over.
_JUST_OVER = 1
#: Days side by side, 周三周四播出 and 周一二上海; 周六周日 is also the weekend that comes.
_TIMETABLE = re.compile(
    r"周[一二三四五六日](?:[一二三四五六日](?![\u4e00-\u9fff]{0,1}[年月日])|周[一二三四五](?!至|到))"
)


#: One of these matches wherever a rule of this file reads something.
BEGINNINGS = (_WEEK, _BARE, _WEEKEND)


def read_week(text: str, place: int, ref: Ref) -> Found | None:
    """A week or a day of one at `place`; a bare 周三 is of the week of writing."""
    if match := _WEEK.match(text, place):
        steps = match["w"].count("下") - match["w"].count("上")
        anchor = (ref.left or ref.last_day or ref.now) if match["w"] == "当" else ref.now
        week = unit_of(anchor + timedelta(weeks=steps), Grain.WEEK)
        return Found(place, match.end(), _of(week, match).as_kind(TimeKind.RELATIVE))
    if (match := _BARE.match(text, place)) and not _of_every_week(text):
        found = weekday_in_week(unit_of(ref.left or ref.now, Grain.WEEK), WEEKDAYS[match["d1"] or match["d2"]])
        ahead = ref.left or (ref.today if is_still_to_come(text, match.end()) else None)
        if ahead and found.end <= ahead:
            found = day(found.start + timedelta(weeks=1))
        return Found(place, match.end(), found.as_kind(TimeKind.RELATIVE), dated=False)
    if match := _WEEKEND.match(text, place):
        anchor = ref.left or ref.now
        if match[0] == "周末" and anchor.weekday() <= _JUST_OVER and not is_still_to_come(text, match.end()):
            anchor -= timedelta(weeks=1)
        return Found(place, match.end(), _weekend(unit_of(anchor, Grain.WEEK)).as_kind(TimeKind.RELATIVE), dated=False)
    return None


def _of_every_week(text: str) -> bool:
    """Whether a text names so many days of the week that it speaks of weeks as such: a timetable, a joke."""
    return bool(_TIMETABLE.search(text)) or len(list(itertools.islice(_BARE.finditer(text), AS_SUCH))) == AS_SUCH


def _of(week: Period, match: re.Match[str]) -> Period:
    if match["we"]:
        return _weekend(week)
    if weekday := match["d"] or match["a"]:
        return weekday_in_week(week, WEEKDAYS[weekday])
    return week


def _weekend(week: Period) -> Period:
    return Period(week.start + timedelta(days=5), week.end, Grain.DAY)
