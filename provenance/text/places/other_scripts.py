"""Names of places in scripts other than Latin and Chinese: where such a name stands as a word of its own."""

from __future__ import annotations

import re

#: Greek, Cyrillic, Hebrew, Arabic, the scripts of India, Thai, Georgian, kana, Hangul.
OTHER = re.compile(r"[\u0370-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u10a0-\u10ff\u30a1-\u30fa\uac00-\ud7af]")
_CASED = re.compile(r"[\u0370-\u052f]")
_SEMITIC = re.compile(r"[\u0590-\u06ff]")
_KANA = re.compile(r"[\u30a1-\u30fa]")
_KANA_WORD = re.compile(r"[\u30a1-\u30fa\u30fc]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_THAI = re.compile(r"[\u0e00-\u0e7f]")
#: Letters that Arabic and Hebrew write together with the word that they govern: and, in, to, the.
_PREFIX = re.compile(r"(?:^|[^\w])(?:[وف]?(?:[بلك]?ال|لل|[بلك])|[وف]|ו?[בלמהשכ]|ו)$")
#: Fewer letters make a word that a prefix may be part of.
_PREFIXED = 4
#: What Korean writes together with the word before it: particles, and kinds of places.
_PARTICLE = re.compile(
    r"(?:(?:시|도|주|현|군|구|성|특별시|광역시)?(?:에서는?|에서도|에는|에도|에게|에|의|은|는|이|가|을|를|와|과|로|으로|도|만|까지|부터|발|행|인들?)?"
    r"|(?:시내|시민|정부|당국|군|국제공항|공항|항|역|지역|남부|북부|동부|서부|중부|일대|인근|전역|남동부|북서부|대사관|대통령|총리|경찰|언론)"
    r"(?:에서|에|의|은|는|이|가|을|를|와|과|로|으로|도)?)(?![\uac00-\ud7af])"
)


def stands_alone(text: str, folded: str, start: int, end: int) -> bool:
    """Whether the name at folded[start:end] is a word, or is joined only to what its script joins to words.

    Args:
        text: as received; where a script has capital letters, a name begins with one.
        folded: the same, folded.
        start: where the name begins.
        end: where it ends.
    """
    name, before, after = folded[start:end], folded[start - 1 : start], folded[end : end + 1]
    if _CASED.match(name):
        return text[start].isupper() and not before.isalpha() and not after.isalpha()
    if _HANGUL.search(name):
        return not _HANGUL.match(before) and _PARTICLE.match(folded, end) is not None
    if _KANA.search(name):
        return not (_KANA_WORD.match(before) and _KANA.match(name)) and not _KANA_WORD.match(after)
    if _THAI.match(name):
        return True
    if after.isalpha():
        return False
    if not before.isalpha():
        return True
    prefixed = _SEMITIC.match(name) and len(name) >= _PREFIXED
    return bool(prefixed and _PREFIX.search(folded, max(0, start - 6), start))
