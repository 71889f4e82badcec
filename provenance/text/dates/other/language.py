"""Which language's calendar words to look for: by script, else by the commonest function words."""

from __future__ import annotations

import re

#: Function words that few other languages share.
_FUNCTION_WORDS = {
    "en": "a i at be by my we they he she it will all let's back go what how show the and of to in is was for that with on this are have from not you",
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
_LANGUAGES = {
    word: tuple(language for language, words in _FUNCTION_WORDS.items() if word in words.split())
    for words in _FUNCTION_WORDS.values()
    for word in words.split()
}
_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("fa", re.compile(r"[پچژگک]|\bاست\b")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
#: A character of one of them; most texts hold none.
_OTHER_SCRIPT = re.compile("[\u0370-\u0e7f\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]+")


def calendar_language(text: str) -> str | None:
    """Code of the language whose calendar words the text may hold; None where English and Chinese rules suffice."""
    for language, pattern in _SCRIPTS if _OTHER_SCRIPT.search(text) else ():
        if len(pattern.findall(text)) >= 2:
            return language
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return None
    counts = dict.fromkeys(_FUNCTION_WORDS, 0)
    for word in words:
        for language in _LANGUAGES.get(word, ()):
            counts[language] += 1
    best = max(counts, key=lambda language: counts[language])
    if best == "en" or counts[best] <= counts["en"]:
        return None
    enough = counts[best] >= 2 or len(words) <= 3 or not text.isascii()
    return best if enough else None
