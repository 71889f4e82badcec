"""Signs that a post tells another event of a kind that a record tells: another size, another name, no harm, not yet.

A new flood shares its place and most of its words with last year's. What sets it apart stands in few words, which no
count of words in common can see.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from provenance.model.span import TextSpan
from provenance.text.needles import Gate
from provenance.text.normalise import to_simplified

#: Agencies revise the size of an earthquake by so much (magnitude).
REVISED = 0.45
#: A record is read so far (characters); news tells outcome and toll in its lead.
_LEAD = 1200

_MAGNITUDE = re.compile(
    r"(?P<zh>\d(?:\.\s?\d)?)\s?级(?=[左右的]{0,3}(?:余震|地震|强震|浅震|破坏性))|地震[^，。,.\n]{0,6}?(?P<of>\d(?:\.\d)?)\s?级"
    r"|\bmagnitude[- ](?:of )?(?P<en>\d(?:\.\s?\d)?)|\b(?P<before>\d(?:\.\s?\d)?)[- ]magnitude|\bM(?P<m>\d\.\d)\b"
    r"|マグニチュード\s?(?P<ja>\d(?:\.\d)?)|\bmagnitude? (?:de )?(?P<world>\d[.,]\d)|\b(?:der )?stärke (?P<de>\d(?:[.,]\d)?)"
    r"|магнитудой (?P<ru>\d(?:[.,]\d)?)|\bterremoto de (?P<es>\d[.,]\d)|\b(?P<quake>\d\.\d)[- ](?:earth)?quake\b"
    r"|(?:\b(?:magnitudo|magnitudzie|o sile|berkekuatan|kekuatan|kracht van|độ lớn|магнітудою)|규모|بقوة)\s?(?:M\s?)?(?P<also>\d[.,]\d)"
    r"|(?P<behind>\d[.,]\d)\s?(?:büyüklüğ|तीव्रता)",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"(?P<zh>\d{1,2})\s?号线|(?P<tw>\d{1,2})\s?號線|\blinea? (?P<en>\d{1,2})\b|\bligne (?P<fr>\d{1,2})\b", re.IGNORECASE
)
_INTENSITY = re.compile(r"震度\s?(?P<n>[1-7])")
_STORM = re.compile(
    r"(?:台风|颱風|飓风|颶風|热带风暴|台風)[“”\"‘’'「『《]?(?P<zh>[\u4e00-\u9fff]{2})(?=[”\"’'」』》]|[\u4e00-\u9fff，,。！!、\s]|$)"
    r"|\b(?:Hurricane|Typhoon|Cyclone|Tropical Storm|Storm)\s+(?P<en>[A-Z][a-z]{2,})"
)
#: Words that follow 台风 and name no storm.
_NO_STORM = frozenset(
    "登陆 来袭 红色 橙色 黄色 蓝色 预警 过境 影响 中心 天气 即将 已经 正在 可能 可以 外围 残余 路径 肆虐 袭击 正面 当天 期间 过后 之后 这次 直扑 逼近 生成 停课 停工 应急".split()  # noqa: SIM905
)
_UNHURT = re.compile(
    r"(?:没有|無|无|未有|未造成|未发现|未發現|暂无|尚无|沒有)(?:任何|重大)?(?:人员?|人員|财产|大碍|接到)?(?:的)?(?:伤亡|傷亡|受伤|受傷|死亡|损失|损坏|破坏)"
    r"|(?:无一?|[没沒](?:有)?)人(?:员|員)?(?:伤亡|傷亡|受伤|受傷|出事|死)(?!的)|(?:人|大人小孩|大家|全家)(?:也|都|全)?[没沒]事(?:儿|兒)?(?=[，,。！!；;～~…\s]|$)"
    r"|(?:没|沒|未)(?:有)?(?:人)?[伤傷](?:着|到|及)?人?(?=[，,。！!；;\s]|$)|(?:人员|人員)(?:均|都|全部)?(?:平安|安全|无恙)|虚惊一场"
    r"|\bno(?:body| one)\b[^.!?]{0,14}\b(?:hurt|injured|killed)\b|\bno (?:reports? of |known |immediate |serious |major )*"
    r"(?:injur(?:y|ies)|casualt(?:y|ies)|damage|deaths?|fatalit(?:y|ies))\b|\bwithout (?:injur|casualt)"
    r"|(?:津波|被害|けが人)の?(?:心配|報告|被害)?(?:は|も)?(?:ありません|なし|ない)|\bsin (?:causar |dejar |que haya )?(?:heridos|víctimas|daños|incidencias)\b"
    r"|\b(?:aucune?|sans|pas de) (?:faire (?:de |aucune? )?)?(?:blessée?s?|victimes?|morts?|dégâts?)\b|\bkeine (?:Verletzten|Toten|Opfer|Schäden)\b|\bniemand (?:wurde )?verletzt\b"
    r"|\bsem (?:feridos|vítimas|danos)\b|\bnessun (?:ferito|morto)\b|\bбез (?:жертв|пострадавших)\b",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"遇难|遇難|死亡|丧生|身亡|罹难|死者|\d[多余]?(?:名|人)?(?:[^，。]{0,4})(?:受伤|伤亡|失踪)|死傷|犠牲|亡くな"
    r"|\b(?:killed|dead|died|deaths?|injured|casualties|victims|lives)\b|\bmuert|\bmur(?:ió|ieron)\b|\bfallec|\btote\b"
    r"|\bmorts?\b|\btué(?:e?s)?\b|\bmorr(?:eu|eram)\b|погиб",
    re.IGNORECASE,
)
_DAMAGE = re.compile(
    r"倒塌|损毁|被毁|震坏|震碎|垮塌|决口|燃烧|destroy|collapse|flatten|devastat|burn|崩れ|火災|津波"
    r"|desbord|derrumb|arras|effond|détrui|zerstör|desab|разруш|рухн",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"(?:红色|橙色|黄色|蓝色|紅色|橙色|黃色|藍色)预警|发布[^，。！!？?]{0,12}预警|預警|预计[^，。！!？?]{0,16}(?:登陆|影响|到来|降雨|抵达)"
    r"|(?:即将|将于|或将|可能)(?:登陆|影响|迎来)|有(?:雷阵雨|阵雨|中到大雨|大到暴雨|小雨)"
    r"|\bbraces? for\b|\bforecast\b|\bis expected\b|\bexpected (?:to|around|at|by|in)\b|\btomorrow\b|\bmay (?:flood|see|hit|bring|get)\b|\b(?:alert|watch|warning) (?:issued|in effect|for)\b"
    r"|\bexpects? (?:scattered |isolated |light |heavy |more |some )*(?:showers|rain|snow|storms|thunderstorms|winds)\b"
    r"|\balerta (?:amarilla|naranja|roja)\b",
    re.IGNORECASE,
)
_DRILL = re.compile(
    r"(?:应急|防震|消防|疏散|防汛|救援|实战)[^，。！!？?]{0,6}(?:演练|演習|演练)|演练|\b(?:emergency|evacuation|disaster|safety) (?:drill|exercise)\b",
    re.IGNORECASE,
)
#: Nothing happened: said of the very place it contradicts an old report, whatever else is the same.
_QUIET = re.compile(
    r"\b(?:at|near|within|below) normal levels?\b|\bwithout incident\b|\bno (?:drama|incidents?) (?:this time|at all|so far|today)\b"
    r"|\b(?:all|everything) (?:is )?(?:calm|quiet|back to normal)\b|一切(?:正常|如常|平安)|水位(?:正常|平稳)|运行正常|秩序井然"
    r"|\bsin novedad\b|\brien à signaler\b|\balles ruhig\b|平常通り|いつも通り",
    re.IGNORECASE,
)
_MINOR = re.compile(
    r"(?:已|已经|已被)(?:扑灭|解除|脱困|脱浅|修复|控制)|恢复(?:双向|全线|单向|正常)?(?:运营|通车|通行|正常|供电|营业)|限流|晚点|信号故障|旧址|遗址|重建|落成|揭牌|开园|新居|对外开放"
    r"|\bmaîtrisée?\b|\bbrièvement\b|\bréouvert|\bréouverture\b|\bremis à flot\b|\bsofocado\b|\breabr|\breapert|\bcontrolado\b"
    r"|\bgelöscht\b|\bWiedereröffnung\b|\bunter Kontrolle\b|\bkurzzeitig\b|\bпотушен|鎮火|再開|小火"
    r"|\bresumed\b|\breopen(?:s|ed)?\b|\brefloated\b|\bcontained\b|\bevacuation lifted\b|\bback to normal\b|\btraffic (?:is )?normal\b"
    r"|\bput out\b|\bextinguished\b|\bunder control\b|\bsmall (?:\w+ )?(?:blaze|fire)\b|\blift(?:s|ed) (?:the |an |all )?(?:evacuation|warning|alert)|\brebuilt\b|\bminor\b|\bbriefly\b",
    re.IGNORECASE,
)
#: What the post tells as having happened: then a warning or a mild word beside it is no other event.
_HAPPENED = re.compile(
    r"被淹|被困|淹没|倒灌|冲垮|冲走|卷走|倒塌|垮塌|塌方|决口|溃坝|爆炸|遇难|死亡|伤亡|受伤|失踪|\b(?:killed|dead|died|injured|trapped|collapsed|exploded|swept|destroyed)\b",
    re.IGNORECASE,
)
_PATTERNS = (_MAGNITUDE, _INTENSITY, _LINE, _STORM, _UNHURT, _DRILL, _QUIET, _AHEAD, _MINOR)
_GATE = Gate(_PATTERNS)


@dataclass(frozen=True, slots=True)
class Apart:
    """What sets the post's event apart, as a word for programs, where the post says so, and what the record says."""

    code: str
    span: TextSpan
    #: The record's words; None where it has none for it.
    theirs: str | None = None


def told_apart(post: str, record: str, *, specific: bool) -> Apart | None:
    """What a post says of its event that the event of a record contradicts.

    Args:
        post: text of the post.
        record: title and text of the record.
        specific: whether both share a number, a name beside places, or a day: then a forecast or a mild end tells no
            other event, since an old warning is passed on, too.

    Returns:
        The first contradiction, None where there is none.
    """
    found = _told_apart(post, record[:_LEAD], specific=specific)
    simple, other = to_simplified(post), to_simplified(record[:_LEAD])
    if found is None and (simple, other) != (post, record[:_LEAD]):
        return _told_apart(simple, other, specific=specific)
    return found


def _told_apart(post: str, lead: str, *, specific: bool) -> Apart | None:
    """The same of texts whose Chinese is in one script."""
    possible = _GATE.possible(post)
    checks = _SURE if specific or _HAPPENED.search(post) else (*_SURE, *_MILD)
    for number, check in enumerate(checks):
        if number in possible and (found := check(post, lead)):
            return found
    return None


def _size(pattern: re.Pattern[str], within: float, code: str = "size") -> Callable[[str, str], Apart | None]:
    def check(post: str, record: str) -> Apart | None:
        ours, theirs = _sizes(pattern, post), _sizes(pattern, record)
        if not ours or not theirs or any(abs(one - two) <= within for one in ours for two in theirs):
            return None
        return Apart(code, next(iter(ours.values())), next(iter(theirs.values())).of(record))

    return check


def _sizes(pattern: re.Pattern[str], text: str) -> dict[float, TextSpan]:
    return {
        float(re.sub(r"\s", "", match[match.lastgroup or 0]).replace(",", ".")): TextSpan(*match.span())
        for match in pattern.finditer(text)
    }


def _name(post: str, record: str) -> Apart | None:
    ours, theirs = _storms(post), _storms(record)
    if ours.keys() & theirs.keys():
        return None
    for name, span in ours.items():  # of one script: 艾达 is Ida
        if other := next((each for each in theirs if each.isascii() == name.isascii()), None):
            return Apart("name", span, theirs[other].of(record))
    return None


def _storms(text: str) -> dict[str, TextSpan]:
    return {
        name: TextSpan(*match.span())
        for match in _STORM.finditer(text)
        if (name := match[match.lastgroup or 0]) not in _NO_STORM
    }


def same_storm(post: str, record: str) -> bool:
    """Whether post and record name the same storm: a name that is given to one storm in many years."""
    return bool(_storms(post).keys() & _storms(record[:_LEAD]).keys())


def _unhurt(post: str, record: str) -> Apart | None:
    match = _UNHURT.search(post)
    harmed = _HARM.search(record) or _DAMAGE.search(record)
    if not match or not harmed or _UNHURT.search(record):
        return None
    return Apart("unhurt", TextSpan(*match.span()), harmed.group())


def _of_its_own(code: str, pattern: re.Pattern[str]) -> Callable[[str, str], Apart | None]:
    """Words of the post that the record does not have."""

    def check(post: str, record: str) -> Apart | None:
        folded = record.casefold()
        for match in pattern.finditer(post):
            if match.group().casefold() not in folded:
                return Apart(code, TextSpan(*match.span()))
        return None

    return check


#: Each looks for the pattern of the same place in `_PATTERNS`; the mild ones yield to what both texts share, and to harm
#: that the post tells.
_SURE: tuple[Callable[[str, str], Apart | None], ...] = (
    _size(_MAGNITUDE, REVISED),
    _size(_INTENSITY, 0.0),
    _size(_LINE, 0.0, "line"),
    _name,
    _unhurt,
    _of_its_own("drill", _DRILL),
    _of_its_own("mild", _QUIET),
)
_MILD: tuple[Callable[[str, str], Apart | None], ...] = (_of_its_own("ahead", _AHEAD), _of_its_own("mild", _MINOR))
