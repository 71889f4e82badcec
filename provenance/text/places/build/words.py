"""Which spellings are also ordinary words or given names; such names of places need support from their neighbours."""

from __future__ import annotations

from pathlib import Path as File

from provenance.text.places.fold import fold
from provenance.text.places.words import GIVEN_NAMES

#: Tags of the dictionary of jieba that mark place names.
_PLACE_TAGS = frozenset({"ns", "s"})
#: Tags of names, under which the dictionary also lists many places.
_NAME_TAGS = frozenset({"nr", "nrt", "nz"})
#: Above this corpus frequency a "name" is an ordinary word (东方, 武功, 和平).
_COMMON_FREQUENCY = 1200


class WordLists:
    """Word lists that the build consults; none of them is shipped.

    Args:
        english: a list of words, one a line; only those in lower case count.
        chinese: the dictionary of jieba, `word frequency tag`.
        own: the rules beside this file.
    """

    def __init__(self, english: File, chinese: File, own: File) -> None:
        self._english = {word for word in english.read_text("utf8").split() if word.islower()}
        self._chinese: dict[str, tuple[int, str]] = {}
        for line in chinese.read_text("utf8").splitlines():
            word, frequency, tag = line.split(" ")
            self._chinese[word] = int(frequency), tag
        self.rules: dict[str, list[str]] = {}
        for line in own.read_text("utf8").splitlines():
            if line and not line.startswith("#"):
                what, _, values = line.partition("\t")
                self.rules.setdefault(what, []).append(values)
        self.readings = dict(line.split(">") for line in self.rules["reading"])
        self.no_place = {name for line in self.rules["no_place"] for name in line.split("|")}
        self.weak = {name for line in self.rules["weak"] for name in line.split("|")}

    def is_english(self, name: str) -> bool:
        """Whether the name in lower case is an English word."""
        return fold(name) in self._english

    def is_given_name(self, name: str) -> bool:
        """Whether people are called so."""
        return name in GIVEN_NAMES

    def is_common_chinese(self, name: str) -> bool:
        """Whether the dictionary knows the name as something that is no place."""
        frequency, tag = self._chinese.get(name, (0, "ns"))
        if tag in _PLACE_TAGS | _NAME_TAGS:
            return frequency > _COMMON_FREQUENCY and tag != "ns"
        return True

    def is_chinese_place(self, name: str) -> bool:
        """Whether the dictionary knows the name as a place before anything else."""
        frequency, tag = self._chinese.get(name, (0, ""))
        return tag == "ns" and frequency <= _COMMON_FREQUENCY

    def is_tagged_place(self, name: str) -> bool:
        """Whether the dictionary tags the name as a place, however often it occurs (巴黎)."""
        return self._chinese.get(name, (0, ""))[1] == "ns"

    def frequency(self, name: str) -> int:
        """How often the Chinese dictionary saw the name; 0 where it does not hold it."""
        return self._chinese.get(name, (0, ""))[0]

    def pinyin(self, name: str) -> str:
        """Toneless pinyin in one word, with the apostrophe of 西安 Xi'an."""
        from pypinyin import Style, lazy_pinyin

        if name in self.readings:
            return self.readings[name]
        out = ""
        for syllable in lazy_pinyin(name, style=Style.NORMAL, v_to_u=False):
            out += ("'" if out and syllable[:1] in "aoe" else "") + syllable.replace("v", "u")
        return out.capitalize()
