"""Whether a text tells that anything happened at all: any word of harm, loss or force, in plain speech.

`text.happenings` knows kinds of events by the words of news. People who tell one say 翻了, 掉下去, 没了 or "slammed
into". The list is wide on purpose: only of a text that has none of it is anything concluded.
"""

from __future__ import annotations

import re

from provenance.model.span import TextSpan
from provenance.text.dates.other.language import calendar_language
from provenance.text.happenings import Sort, happenings
from provenance.text.normalise import to_simplified

_HAN = re.compile(
    r"[死伤傷亡炸爆塌翻沉淹灌摔坠墜崩震燃燒焚撞埋毁毀灭滅垮溃潰崖劈漏枪槍砸砍袭襲困堵灾災疫惨慘]|烧(?!烤)"
    r"|冲(?!刺|浪|咖|洗|上热搜)|掉[了进下到]|没(?:有)?了|沒了|失(?:控|联|踪|去|火)|断(?:电|水|网|裂|了)|出事|事故|险情|抢险"
    r"|救[出起上护援人命]|避难|避難|开火|确诊|阳性|感染|封城|停[工课运电水]|骇人"
)
_ALPHABET = re.compile(
    r"\b(?:slam|smash|crash|plung|drop(?:ped|s)|fell\b|fall(?:s|en|ing)\b|pour|gush|spill|overflow|swept|sweep"
    r"|wash(?:ed|ing)|ripp|tor[en]\b|wreck|ruin|harm|hurt|hits?\b|struck|strik|buri|crush|trap|spark|injur|victim"
    r"|disaster|accident|emergenc|rescu|pray|rip\b|terribl|horr|chaos|panic|damag|toll|shak|shook|rattl|jolt|creak"
    r"|wak(?:e|ing|en)|woke|desbord|cay|cae\b|caíd|arras|golpe|víctim|herid|desastre|tragedia|atrap"
    r"|s['’]est|effond|frapp|emport|dégât|catastroph|drame|urgence|stürz|katastroph|unfall|opfer|not(?:fall|ruf)"
    r"|überschwem|caiu|desab|tragédia|crollo|crolla|disastr)"
    r"|катастроф|авари|трагед|погиб|пострада|рухну|упал|жертв|горит|сгоре|беда",
    re.IGNORECASE,
)
_KANA = re.compile(r"亡くな|倒れ|落ち|流され|やばい|ヤバい|怪我|けが|ケガ|被害|揺れ|避難")
#: Who lives somewhere has lost no life.
_RESIDES = re.compile(r"\blives (?:in|on|at|with|near|by|here|there|next|across|opposite|alone)\b", re.IGNORECASE)
#: Outcomes for people; that something is closed or was cleared harms nobody.
_TO_PEOPLE = frozenset({"dead", "injured", "missing", "trapped", "rescued"})
#: Scripts, and of their languages beside English and Chinese those in which the list is wide enough; letters of others.
_KNOWN = re.compile(r"[\u3400-\u9fffa-zA-Z\u00c0-\u024f\u0400-\u04ff]")
_LANGUAGES = frozenset({None, "es", "fr", "de", "pt", "it", "ru"})
_OTHER_LETTERS = re.compile(r"[\u0100-\u0151\u0154-\u024f\u1e00-\u1eff]")


def tells_harm(text: str) -> bool:
    """Whether a text has any word for an event, its outcome or harm; true of a text in a language that is not known."""
    said = _RESIDES.sub(" ", to_simplified(text))
    if any(idea.sort is not Sort.THING for idea in happenings(said)):
        return True
    return any(pattern.search(said) for pattern in (_HAN, _ALPHABET, _KANA)) or not _is_known(said)


def _is_known(text: str) -> bool:
    return bool(_KNOWN.search(text)) and not _OTHER_LETTERS.search(text) and calendar_language(text) in _LANGUAGES


def harm_to_people(text: str) -> TextSpan | None:
    """The first word of a text for people killed, hurt, lost, caught or saved."""
    return next((span for idea, span in happenings(text).items() if idea.name in _TO_PEOPLE), None)
