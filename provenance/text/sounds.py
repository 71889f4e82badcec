"""Whether two Chinese spellings sound alike: what speech recognition, dictation and pinyin keyboards confuse."""

from __future__ import annotations

from functools import lru_cache

# Distinctions that southern speakers and speech recognisers lose. Longer spellings first.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"))
_FINALS = (("iang", "ian"), ("uang", "uan"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


def sounds_alike(left: str, right: str) -> bool:
    """Whether every character of `left` has some reading, tones aside, like that of its partner in `right`.

    Texts of different length do not sound alike.
    """
    return len(left) == len(right) and all(
        a == b or not _readings(a).isdisjoint(_readings(b)) for a, b in zip(left, right, strict=True)
    )


@lru_cache(maxsize=20_000)
def _readings(char: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    readings = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(_blurred(reading) for reading in readings[0]) if readings else frozenset()


def _blurred(reading: str) -> str:
    for clear, blurred in _INITIALS:
        if reading.startswith(clear):
            reading = blurred + reading.removeprefix(clear)
            break
    for clear, blurred in _FINALS:
        if reading.endswith(clear):
            return reading.removesuffix(clear) + blurred
    return reading
