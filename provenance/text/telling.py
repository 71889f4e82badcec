"""How a post tells what it tells: as news of this moment, as a memory, or as something other than an earlier event.

Only words decide here. Which event is meant, and whether a date that the post states is the true one, is decided where
post and record are compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.model.span import TextSpan
from provenance.text.needles import Gate
from provenance.text.normalise import to_simplified

#: The post presents its report as news: the words of alarms and of first hand.
_NEWS = (
    r"突发|突發|快讯|快訊|刚刚|剛剛|刚才|剛才|刚收到|刚看到|刚听说|刚发|刚通知|最新消息|最新通知"
    r"|最新[！!：:】｜|]|【[^】]{0,6}最新[^】]{0,4}】|紧急通知|緊急通知|重大利好|重磅|正在发生|实时|現場|此刻"
    r"|\bbreaking\b|\bjust in\b|\bjust now\b|\bhappening now\b|\bright now\b|\bdeveloping\b|\burgent\b"
    r"|\balert\b|\bjust (?=[a-z]+ed\b|went|heard|saw|got|hit|fell|broke)"
)
_YEARS = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty)(?:-[a-z]+)?|\d+)"
)
#: The post remembers: anniversaries, that night, back then, an old report.
_MEMORY = (
    r"[一二两三四五六七八九十百几\d]+\s?周年|周年(?:祭|纪念|了)|週年|忌日|整整[一二两三四五六七八九十\d]+年"
    r"|[一二两三四五六七八九十几多数\d]+年(?:过去了?|了(?=[，,。！!？?\s]|$))"
    r"|(?<![一二两三四五六七八九十百几多数\d])(?:[一二两三四五六七八九十]{1,3}|\d\d?)年(?:之|以)?[后後]"
    r"|那(?:一)?(?:年|时|时候|天|晚|夜|会儿|阵子?|次|场|回|时节)(?!么)|那(?:個|時|陣|場|會兒)|(?<!应)当年|當年"
    r"|彼时|往事|回忆|回憶|回顾|回顧|回望|重温|怀念|懷念|纪念|紀念|缅怀|追忆|悼念"
    r"|历史上的今天|歷史上的今天|旧闻|舊聞|老新闻|旧照|老照片|旧报道|旧新闻|老文件|旧通告|旧视频|年终总结"
    r"|年度盘点|曾经|时隔|想起(?!身|床|来)|忘不了|不会忘|没忘"
    rf"|\banniversary\b|\b{_YEARS}\s+years?\s+(?:since|later|on\b|after)"
    rf"|\b(?:a few|some|many|several|{_YEARS}) years? ago\b"
    r"|\bon this day\b|\bthrowback\b|#tbt\b|\blooking back\b|\blook back\b"
    r"|\bi (?:still )?remember\b|\bremembering\b|\bback (?:in|then|when)\b|\bin memory of\b"
    r"|\bthat (?:night|day|year|summer|winter|week)\b|\bold (?:news|photos?|clips?|videos?|story)\b"
    r"|\bgrew up\b|\bused to\b|\bstill only\b|\bto this day\b|\bthe one from\b|\bfor the record\b"
    r"|\barchive photo\b|\bfile photo\b"
    r"|\baniversario\b|\banniversaire\b|\bjahrestag\b|\baniversário\b|\banniversario\b|годовщин|ذكرى|[一二三四五六七八九十\d]+年前"
    r"|\bllevan? (?:\d+|un|dos|tres|cuatro|cinco|diez) años?\b"
    r"|\bhace(?: unos| ya)? \w+ años?\b|\bil y a(?: déjà)? [\w-]+ ans?\b"
    r"|\bvor(?: genau| rund)? \w+ jahr(?:en)?\b|\b(?:há|faz)(?: já)? \w+ anos?\b|\b(?:лет|года?) назад"
    r"|\baños (?:después|desde|de la|del|más tarde)\b|\brecuerdan?\b|\brecordamos\b|\ben memoria de\b|\bconmemora"
    r"|\b(?:se|me|te|nous|vous) souv(?:ien|en[eo])"
    r"|\bans (?:après|plus tard|depuis|déjà)\b|\bsouvenir\b|\bcommémor|\ben mémoire\b|\bhommage\b"
    r"|\bjahre? (?:nach|später|danach|her|seit)\b|\berinner(?:t|n|ung)|\bgedenk"
    r"|\banos (?:depois|após|desde|da|do|atrás)\b|\blembra(?:m|mos)?\b|\bem memória\b|\bhomenage"
    r"|\banni (?:dopo|fa|dal|dalla|da quando)\b|\bricorda(?:no)?\b|\bin memoria\b|\bjaar (?:na|later|geleden)\b"
    r"|лет спустя|года? спустя|лет со дня|памяти жертв|вспомина|року[вт]? тому|річниц"
    r"|あの日|追悼|年(?:前|経|たち|が経)|を忘れない|から\d+年|周忌|\d+주기|추모|년 전|년이 (?:지났|흘렀|됐)|기억합니다"
    r"|سنوات على|أعوام على|بعد مرور|سنوات مضت|ıl ?dönümü|\byıl önce\b|\byıl sonra\b|\banıyoruz\b"
    r"|\brocznic|\blat temu\b|\bpamiętamy\b|\bupamiętn|рок(?:и|ів) тому|\bår (?:siden|sedan|etter|efter)\b"
    r"|\bani de la\b|\blet od\b|výročí|évforduló|επέτειο|سال پیش|سالگرد|साल पहले|बरसी|वर्षगांठ|ครบรอบ"
    r"|\btahun (?:lalu|setelah|kemudian)\b|\bmengenang\b|\bnăm (?:trước|sau)\b|kỷ niệm|tưởng niệm"
)
#: The post sets its event apart from an earlier one.
_CONTRAST = (
    r"(?:不是|并非|不同于|有别于|区别于)[^，,。！!？?]{0,16}(?:那次|那个|那起|那场|那回|的那|上次|之前)"
    r"|别(?:跟|和|把)[^，,。！!？?]{0,16}(?:比|混|搞混)|(?:比|跟|和|与)上次"
    r"|(?:年初|去年|前年|上回|上个月)那(?:次|起|场|回)"
    r"|\bnot the [^.,!?]{0,40}\b(?:one|from|quake|crash|fire|shooting|pics)\b"
    r"|\bnot (?:that|last)\b[^.,!?]{0,20}\bone\b|\bthis is (?:new|another|a different)\b|\bdifferent from\b"
    r"|\brevenge for\b|\bunlike the\b|\bcompare (?:this |it )?(?:with|to)\b"
)
#: The post tells of a game, a film or a book: nothing of it happened.
_FICTION = (
    r"模拟器|游戏(?:里|中|画面|关卡|通关|截图|实况)|(?:玩|打)[^，,。！!？?]{0,8}游戏|手游|桌游|通关|密室逃脱"
    r"|(?<![像跟似])看(?:了|完|过|的)?(?:一部|一场|这部)?(?:电影|电视剧|纪录片|话剧)(?!一样|似的|般)|(?:电影|电视剧|纪录片|小说|短剧)[《里中]"
    r"|(?<![像跟似])追(?:了|完|着|到)[^，,。！!？?]{0,8}(?:《|[集剧番])|第[一二三四五六七八九十百\d]{1,3}集(?![团團训訓中合])"
    r"|[这這那][部集](?:剧|劇|片子?|电影|電影|小说|小說)|(?<![戏戲闹鬧悲喜惨慘])[剧劇][里裡中]|(?:编剧|編劇|导演|導演|作者)(?:说|說|透露|采访)"
    r"|改编自|改編自|取材于|取材自"
    r"|(?<!like )(?<!thing )\b(?:in|on) (?:an?|the|my|this) (?:\w+ )?(?:game|simulator|movie|film|novel|series)\b"
    r"|\bplaying\b[^.!?]{0,40}\b(?:game|mission|level|simulator|mod|dlc)\b"
    r"|\bwatch(?:ed|ing) (?:the|a|that|this) (?:\w+ ){0,3}(?:movie|film|documentary|series|episode)\b"
    r"|\b(?:episode|chapter) (?:\d+|one|two|three|four|five|six)\b"
    r"|\bbing(?:e|ed|ing)(?:[- ]?watch(?:ed|ing)?)? (?:the|that|this|all)\b"
    r"|\b(?:the|this|that) (?:show|series|novel|screenplay) (?:is |was )?(?:about|based on|opens|ends|set in)\b"
    r"|\b(?:minecraft|fortnite|roblox|simcity|disaster movie)\b|\bvideojuego\b|\bjeu vidéo\b|\bvideospiel\b"
)


@dataclass(frozen=True, slots=True)
class Telling:
    """The words by which a text shows how it tells; None where there are none."""

    news: TextSpan | None
    memory: TextSpan | None
    contrast: TextSpan | None
    fiction: TextSpan | None = None


_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (_NEWS, _MEMORY, _CONTRAST, _FICTION))
_GATE = Gate(_PATTERNS)


def telling_of(text: str) -> Telling:
    """Find the first word of each sort in a text as received, in whichever script its Chinese is."""
    found = _found(text)
    if (simple := to_simplified(text)) != text:
        found = [one or other for one, other in zip(found, _found(simple), strict=True)]
    return Telling(*found)


def _found(text: str) -> list[TextSpan | None]:
    possible = _GATE.possible(text)
    return [_first(pattern, text) if number in possible else None for number, pattern in enumerate(_PATTERNS)]


def _first(pattern: re.Pattern[str], text: str) -> TextSpan | None:
    match = pattern.search(text)
    return TextSpan(match.start(), match.end()) if match else None
