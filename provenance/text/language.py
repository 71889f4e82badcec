"""The language of a text: by script where the script decides, else by a model among the languages of the script."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from provenance.text.function_words import shown_by_words
from provenance.text.markup import Markup, strip_markup

if TYPE_CHECKING:
    from lingua import LanguageDetector

UNDETERMINED = "und"

#: Scripts that one language has (nearly) to itself.
_ONE_LANGUAGE = {
    "kana": "ja",
    "han": "zh",
    "hangul": "ko",
    "thai": "th",
    "greek": "el",
    "hebrew": "he",
    "armenian": "hy",
    "georgian": "ka",
    "bengali": "bn",
    "gurmukhi": "pa",
    "gujarati": "gu",
    "oriya": "or",
    "tamil": "ta",
    "telugu": "te",
    "kannada": "kn",
    "malayalam": "ml",
    "sinhala": "si",
    "lao": "lo",
    "tibetan": "bo",
    "burmese": "my",
    "ethiopic": "am",
    "khmer": "km",
}

#: Languages told apart inside a script. Few on purpose: on one sentence, each rare language costs the common ones.
_CANDIDATES = {
    "latin": "en es pt fr de it nl pl id vi tr ro cs hu sv da nb fi tl sw sq ca hr",
    "cyrillic": "ru uk bg sr be kk mn",
    "arabic": "ar fa ur",
}
#: Language → the script it is written in.
_SCRIPT_OF = {language: script for script, language in _ONE_LANGUAGE.items()} | {
    language: script for script, languages in _CANDIDATES.items() for language in languages.split()
}
_SCRIPT_OF |= {"hi": "devanagari", "mr": "devanagari"}
#: Below this confidence of the model a text is not in a language: one of a hundred English tweets, those in other
#: languages, and 219 of 219 Spanish and Turkish headlines were, and 67 of 69 French ones. November 2026.
_RULED_OUT = 0.02
#: Answers that are kept, by text and language: those about a batch of posts.
KEPT_ANSWERS = 1024
#: Hindi and Marathi share a script and most letters; these words and the letter ळ are only Marathi's. The model
#: guesses wrong on every second Hindi sentence.
_MARATHI = re.compile(r"\u0933|(?<!\S)(?:आहे|आहेत|आणि|नाही|नाहीत|होते|होता|होती|केले|केला|केली|या|हे|मध्ये|असे)(?!\w)")

#: Letters of each script, as the inside of a class of a regular expression.
SCRIPT_LETTERS = {
    "latin": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a",
    "han": "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f",
    "kana": "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d",
    "hangul": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc",
    "devanagari": "\u0900-\u0963\u0971-\u097f",
    "thai": "\u0e01-\u0e2e",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "hebrew": "\u05d0-\u05ea",
    "armenian": "\u0531-\u0587",
    "georgian": "\u10a0-\u10ff",
    "bengali": "\u0985-\u09b9\u09dc-\u09e1",
    "gurmukhi": "\u0a05-\u0a39",
    "gujarati": "\u0a85-\u0ab9",
    "oriya": "\u0b05-\u0b39",
    "tamil": "\u0b85-\u0bb9",
    "telugu": "\u0c05-\u0c39",
    "kannada": "\u0c85-\u0cb9",
    "malayalam": "\u0d05-\u0d39",
    "sinhala": "\u0d85-\u0dc6",
    "lao": "\u0e81-\u0eb0",
    "tibetan": "\u0f40-\u0f6c",
    "burmese": "\u1000-\u102a",
    "ethiopic": "\u1200-\u135a",
    "khmer": "\u1780-\u17a2",
}
_LETTERS = re.compile("|".join(f"(?P<{name}>[{letters}])" for name, letters in SCRIPT_LETTERS.items()))


class _Codes(dict[int, str]):
    """Letter → the sign of its script, everything else → nothing; filled on demand."""

    def __missing__(self, point: int) -> str:
        letter = _LETTERS.match(chr(point))
        self[point] = _SIGNS[str(letter.lastgroup)] if letter else ""
        return self[point]


_SIGNS = {name: chr(ord("A") + number) for number, name in enumerate(SCRIPT_LETTERS)}
_SCRIPTS = {sign: name for name, sign in _SIGNS.items()}
_ASCII_LETTER = re.compile("[A-Za-z]")
_CODES = _Codes()

#: A character of these scripts carries about as much as this many letters of an alphabet (bits a character, rounded).
_LETTERS_PER_CHARACTER = {"han": 3, "kana": 2, "hangul": 2}
#: A Japanese text has at least one kana for so many Chinese characters; news headlines are the densest. November 2026.
_HAN_PER_KANA = 6
#: The model is asked about this much of a long text, in characters: a language shows in its first lines.
_SAMPLE = 400


def language_of(text: str) -> str:
    """The main language of `text` as an ISO 639-1 code; `und` where no letters are left or nothing decides."""
    words = strip_markup(text, {Markup.URL, Markup.HANDLE, Markup.EMOJI}).text
    script = script_of(words)
    if script is None:
        return UNDETERMINED
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    if script == "devanagari":
        return "mr" if _MARATHI.search(words) else "hi"
    return _by_model(script, _letters(script, words))


def primary_subtag(tag: str) -> str:
    """The language of a tag with or without a region (BCP 47): `pt` of `pt-BR`."""
    return tag.split("-")[0].lower()


@lru_cache(maxsize=KEPT_ANSWERS)  # the records near a post are mostly of one language
def may_be_in(text: str, language: str) -> bool:
    """Whether `text` may be written in a language: False only where its script, its function words or the model say no.

    Args:
        text: as received.
        language: ISO 639-1, with or without a region (`zh`, `pt-BR`); of one that is not known, anything may be.
    """
    if (decided := shown_by_script(text, language)) is not None:
        return decided
    script, words = _words_of(text)
    if (decided := shown_by_words(words, _code(language))) is not None:
        return decided
    from lingua import IsoCode639_1, Language

    asked = Language.from_iso_code_639_1(getattr(IsoCode639_1, _code(language).upper()))
    return _detector(str(script)).compute_language_confidence(_letters(str(script), words), asked) >= _RULED_OUT


def shown_by_script(text: str, language: str) -> bool | None:
    """`may_be_in` where the script alone tells; None where the model has to be asked, which costs far more."""
    script, expected = _words_of(text)[0], _SCRIPT_OF.get(_code(language))
    if script is None or expected is None:
        return True
    return None if script == expected and script in _CANDIDATES else script == expected


def _code(language: str) -> str:
    code = primary_subtag(language)
    return "nb" if code == "no" else code


@lru_cache(maxsize=KEPT_ANSWERS)
def _words_of(text: str) -> tuple[str | None, str]:
    """The script of a text, and its words alone."""
    words = strip_markup(text, {Markup.URL, Markup.HANDLE, Markup.EMOJI}).text
    return script_of(words), words


def script_of(text: str) -> str | None:
    """The script that most of a text is written in (`han`, `latin`, …; `kana` for Japanese); None without letters."""
    if text.isascii():
        return "latin" if _ASCII_LETTER.search(text) else None
    amounts = _amounts(text)
    han, kana = amounts.get("han", 0) / 3, amounts.get("kana", 0) / 2
    if kana and han <= _HAN_PER_KANA * kana:
        amounts["kana"] += amounts.pop("han", 0)
    return max(amounts, key=lambda name: amounts[name]) if amounts else None


def _amounts(text: str) -> dict[str, int]:
    """How much of a text each script has, in the order in which they turn up."""
    signs = text.translate(_CODES)
    counted = ((_SCRIPTS[sign], signs.count(sign)) for sign in dict.fromkeys(signs))
    return {script: count * _LETTERS_PER_CHARACTER.get(script, 1) for script, count in counted}


def _letters(script: str, words: str) -> str:
    return " ".join(re.findall(f"[{SCRIPT_LETTERS[script]}'’\u200c]+", words))[:_SAMPLE]


def _by_model(script: str, words: str) -> str:
    found = _detector(script).detect_language_of(words)
    code = UNDETERMINED if found is None else found.iso_code_639_1.name.lower()
    return "no" if code == "nb" else code  # sources write the code that covers both written forms


@cache
def _detector(script: str) -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code.upper()) for code in _CANDIDATES[script].split()]
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
    if (
        script == "latin"
    ):  # the small models: 0.2 s and 20 MB, where the large ones take 5 s and 530 MB for a few percent
        builder = builder.with_low_accuracy_mode()
    return builder.build()
