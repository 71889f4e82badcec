"""One spelling for the characters of date expressions, one character for one, so that offsets stay valid."""

from __future__ import annotations

from provenance.text.translation import Translation

_TRADITIONAL = (
    "週個點後內號時鐘鍾兩禮節間農曆歷陰國這當剛從來現聖誕勞動婦兒師陽幾過淩臘閏慶開載歲萬雙龍驚穀滿種處際遲紀晝導飯"
)
_SIMPLIFIED = (
    "周个点后内号时钟钟两礼节间农历历阴国这当刚从来现圣诞劳动妇儿师阳几过凌腊闰庆开载岁万双龙惊谷满种处际迟纪昼导饭"
)
_TABLE = Translation({
    **dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True)),
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{ord(char): ord("-") for char in "‐‑‒–—―－─"},
    **{ord(char): ord("~") for char in "～〜∼"},
    **{ord(char): ord("'") for char in "’‘ʼ′"},
    **{ord(char): ord(" ") for char in "\u3000\u00a0\u2002\u2003\u2009\u202f\t"},
    **{0x0660 + digit: ord("0") + digit for digit in range(10)},
    **{0x06F0 + digit: ord("0") + digit for digit in range(10)},
    **{0x0966 + digit: ord("0") + digit for digit in range(10)},
    ord("○"): ord("〇"), ord("О"): ord("O"), ord("∶"): ord(":"), ord("臺"): ord("台"),
})  # fmt: skip
# Chinese punctuation keeps its own shape: a full-width comma separates more than an ASCII one.
for _char in "，；！？（）":
    _TABLE.pop(ord(_char), None)


def fold(text: str) -> str:
    """The text in ASCII digits and simplified date characters; as long as the text received."""
    return text.translate(_TABLE)
