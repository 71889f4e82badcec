"""Texts that are alike because everybody writes them so: greetings, prize draws, and news passed on with its source."""

from __future__ import annotations

import re
from functools import lru_cache

from provenance.text.needles import Gate
from provenance.text.normalise import normalise

#: Texts whose possible patterns are kept.
KEPT_TEXTS = 512

#: A text is a greeting when words of greeting make up this share of its letters, or so many of them stand in it.
_GREETING_SHARE, _GREETING_WORDS = 0.3, 3

_GREETING = re.compile(
    "快乐|祝(?:福|愿|各位|大家|你|您|我|贺|好|考生)?|恭喜|恭贺|庆祝|拜年|新年|元旦|春节|除夕|元宵|中秋|端午|国庆|重阳|七夕|生日|圣诞|"
    "万事如意|身体健康|阖家|合家|安康|幸福|前程似锦|金榜题名|马到成功|心想事成|大吉|平安|吉祥|顺利|早安|晚安|早上好|午安|加油|"
    "节日|愿(?:你|您|大家|我们|世界)|好运|顺遂|团圆|感恩|福气|发财|年快乐|[龙蛇马羊猴鸡狗猪鼠牛虎兔]年|解放啦|考完啦|"
    r"\b(?:merry|christmas|xmas|happy|new year|birthday|holidays?|wish(?:ing|es)?|congrat\w*|good (?:morning|night|luck)|season's greetings|"
    r"peace|joy|thanksgiving|easter|halloween|valentine\w*|mother's day|father's day|eid|mubarak|diwali|feliz|navidad|cumpleaños|natal|"
    r"bonne année|joyeux|noël|frohe|weihnachten|neues jahr|buon|natale|love you all|blessed|everyone|family)\b",
    re.IGNORECASE,
)
_PRIZE_DRAW = re.compile(
    "抽奖|开奖|中奖|抽取|抽[^,。]{0,4}[位名个]|转发[^,。]{0,12}[抽送赠]|关注[^,。]{0,8}转发|揪[^,。]{0,3}[位名个]|锦鲤|接(?:好运|福)|免单|转发这[条个张]|"
    r"\b(?:giveaway|raffle|sweepstakes?|enter to win|lucky (?:winner|draw)|sorteo|gewinnspiel|(?:rt|retweet|like|follow|share|tag)\b[^.!?]{0,40}"
    r"\b(?:win|chance|enter|prize|winner))",
    re.IGNORECASE,
)
_OUTLET = "(?:社|[日晚早时]报|[^,。 ]{1,6}报|网|台|央视|新闻|客户端|电视|广播|发布|融媒体?|中心|周刊|杂志)"
_ATTRIBUTION = re.compile(
    f"(?:据|转自|转引自|引自|转载自?|综合|来自|摘自)[^,。]{{0,14}}{_OUTLET}|来源\\s*[:是于]?\\s*[^,。 ]{{0,6}}{_OUTLET}|来源[:]|"
    f"[(](?:来源:?)?[^()]{{0,8}}(?:{_OUTLET}|央视|记者[^()]{{1,8}})[)]|【转载】|转载[:】]|中心转载|编辑部|本报综合|本报[讯记]|原文[:]|"
    "记者[^,。]{1,8}(?:报道|摄)|(?:新华社|中新社|央视|人民日报|路透社?|法新社|美联社|彭博社?)[^,。]{0,12}(?:电|讯|报道|消息|新闻)|"
    r"@[^ ]{1,8}发布\s*转发|\bvia\s+\S|\bsource\s*:|\baccording to\b|\breported by\b|\breports? (?:reuters|ap|afp|bbc)\b|"
    r"\((?:reuters|ap|afp|bbc|cnn|xinhua)\)|\b(?:reuters|associated press|xinhua)\b",
    re.IGNORECASE,
)

_DRAWS, _GREETS, _ATTRIBUTES = range(3)
_GATE = Gate((_PRIZE_DRAW, _GREETING, _ATTRIBUTION))


def is_greeting(text: str) -> bool:
    """Whether a text is a greeting, a wish or a call to a prize draw: many write the same without copying."""
    words = normalise(text).text
    possible = _possible(words)
    if _DRAWS in possible and _PRIZE_DRAW.search(words):
        return True
    found = [match.group() for match in _GREETING.finditer(words)] if _GREETS in possible else []
    if len({word.lower() for word in found}) >= _GREETING_WORDS:
        return True
    return bool(found) and sum(map(len, found)) / max(1, sum(map(str.isalnum, words))) >= _GREETING_SHARE


def is_attributed(text: str) -> bool:
    """Whether a text says which outlet it is taken from, as newsrooms do."""
    words = normalise(text).text
    return _ATTRIBUTES in _possible(words) and bool(_ATTRIBUTION.search(words))


@lru_cache(maxsize=KEPT_TEXTS)
def _possible(words: str) -> frozenset[int]:
    """Which of the patterns may match; kept, since a post of a flood is asked for all of them."""
    return frozenset(_GATE.possible(words))
