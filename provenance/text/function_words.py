"""The commonest words of some languages of the Latin alphabet, which tell in which of them a text is written."""

from __future__ import annotations

import re
from collections import Counter

#: Function words that few other languages share.
FUNCTION_WORDS = {
    "en": "a i at be by my we they he she it will all let's back go what how show the and of to in is was for that "
    "with on this are have from not you",
    "es": "el la un en de los las del que una por con para se su como más pero está fue han hoy ayer",
    "fr": "le la il un en les des et est une dans du pour qui sur pas au par avec ce cette ont été aux",
    "de": "der die das und ist nicht ein eine den mit von auf für dem sich wird im haben auch",
    "it": "il la un in che di è della per una con non sono del gli nel alla anche le ha più stato",
    "pt": "o de é que não do da em um uma para com os no na foi mais dos são ao está",
    "nl": "het een van de en is dat niet op te zijn met voor ook door werd naar",
    "pl": "w na się nie jest że do z to przez od po jak został oraz",
    "tr": "ve bir bu için ile de da olarak çok daha gibi olan var değil sonra",
    "id": "yang dan di ini itu dengan untuk dari pada tidak dalam akan telah oleh",
    "vi": "của và là có được cho không trong một những người đã với này các",
    "ro": "și de la în cu pe nu este că din un o pentru mai care a fost",
    "sv": "och att det som en på är av för med till den har inte om ett var",
}
#: Word → the languages that have it.
LANGUAGES_OF = {
    word: tuple(language for language, words in FUNCTION_WORDS.items() if word in words.split())
    for words in FUNCTION_WORDS.values()
    for word in words.split()
}
#: So many different function words show a language, and twice as many as of any other one. Of 14,300 pairs of a tweet
#: and a language the model of languages differs on 17, each time wrongly (English with many names); it is asked about
#: one pair in five. November 2026.
_ENOUGH, _CLEARLY = 3, 2
_WORD = re.compile(r"[^\W\d_]+")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def shown_by_words(text: str, language: str) -> bool | None:
    """Whether a text is in a language, as its function words show; None where they do not.

    Args:
        text: as received, without addresses.
        language: ISO 639-1.
    """
    if language not in FUNCTION_WORDS:
        return None
    found = Counter(language for word in set(words_of(text)) for language in LANGUAGES_OF.get(word, ()))
    most = max(found.values(), default=0)
    if most < _ENOUGH:
        return None
    if not found[language]:
        return False
    others = max((count for other, count in found.items() if other != language), default=0)
    return True if found[language] == most and most >= _CLEARLY * others else None
