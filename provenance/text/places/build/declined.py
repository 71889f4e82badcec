"""The cases of Russian names of places, such as Москвы and Москве of Москва."""

from __future__ import annotations

import itertools
import re

#: Ending → the endings of genitive, dative, accusative, instrumental and prepositional; the first that fits holds.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ия", ("ии", "ии", "ию", "ией", "ии")),
    ("ая", ("ой", "ой", "ую", "ой", "ой")),
    ("ый", ("ого", "ому", "ый", "ым", "ом")),
    ("ский", ("ского", "скому", "ский", "ским", "ском")),
    ("ний", ("него", "нему", "ний", "ним", "нем")),
    ("я", ("и", "е", "ю", "ей", "е")),
    ("ы", ("ов", "ам", "ы", "ами", "ах")),
    ("й", ("я", "ю", "й", "ем", "е")),
    ("ь", ("и", "и", "ь", "ью", "и")),
)
_SOFT = ("я", "ю", "ь", "ем", "е")
_WORD = re.compile(r"[а-яё]{3,}", re.IGNORECASE)
_HUSHED = "гкхжшчщ"
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"


def declined(name: str) -> set[str]:
    """The forms of a Russian name, itself among them; a few that no text has do no harm."""
    words = re.split(r"( )", name)
    if not all(_WORD.fullmatch(word.rpartition("-")[2]) for word in words[::2]):
        return {name}
    forms = [[word] if sep else _forms(word) for word, sep in zip(words, itertools.cycle((False, True)), strict=False)]
    cases = range(max(map(len, forms)))
    return {name} | {"".join(own[case % len(own)] for own in forms) for case in cases}


def _forms(word: str) -> list[str]:
    low = word.lower()
    if low.endswith("а"):
        genitive = "и" if low[-2] in _HUSHED else "ы"
        return [word[:-1] + ending for ending in (genitive, "е", "у", "ой", "е")]
    for ending, cases in _ENDINGS:
        if low.endswith(ending):
            stem = word[: -len(ending)]
            found = [stem + case for case in cases]
            return found + [stem + case for case in _SOFT] if ending == "ь" else found
    if low[-1] in _CONSONANTS:
        return [word + ending for ending in ("а", "у", "", "ом", "е")]
    return [word]
