"""Fold a text for comparison, character for character: what reads alike becomes equal, and no offset moves.

Narrower than `normalise`, which may join or drop characters and therefore needs a map. Here position i of the result is
position i of the text as received, so that aligners and passage indexes can count in the original text at once.
"""

from __future__ import annotations

import unicodedata

from provenance.text.normalise import to_simplified

#: Part of every passage index's manifest. Raise it whenever the same input may fold to another output.
FOLDING_VERSION = "1"

# Han characters that dictionaries keep apart and editions of one work use for one another. Origin: the variants that
# separate the common editions of Tang and Song poems and the press texts of Taiwan, Hong Kong and the mainland, 2026.
_SAME_CHARACTER = {
    "於": "于", "爲": "为", "牀": "床", "閒": "闲", "閑": "闲", "羣": "群", "裏": "里", "裡": "里", "喫": "吃",
    "纔": "才", "迴": "回", "佈": "布", "託": "托", "阑": "栏", "闌": "栏", "欄": "栏", "著": "着", "妳": "你",
    "祂": "他", "臺": "台", "峯": "峰", "嵗": "岁", "沈": "沉", "覩": "睹", "邨": "村", "煖": "暖", "徧": "遍",
    "濶": "阔", "烟": "烟", "煙": "烟", "菸": "烟", "鵞": "鹅", "鴈": "雁", "咏": "咏", "詠": "咏", "谿": "溪",
    "巖": "岩", "喦": "岩", "邱": "丘", "缐": "线", "倐": "倏", "涙": "泪", "埜": "野", "艸": "草", "竝": "并",
    "並": "并", "併": "并", "牠": "它", "迹": "迹", "跡": "迹", "蹟": "迹", "甯": "宁", "寗": "宁", "〇": "零",
}  # fmt: skip
_HAN = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0002fa1f"))


def fold(text: str) -> str:
    """`text` with widths, letter case and Chinese script unified; the result has the same length."""
    return text.translate(_Folding.table)


def fold_character(char: str) -> str:
    """One character for one: compatibility form, small letter, simplified script, common variant."""
    form = unicodedata.normalize("NFKC", char)
    form = form if len(form) == 1 else char
    small = form.lower()
    small = small if len(small) == 1 else form
    if any(first <= small <= last for first, last in _HAN):
        simple = to_simplified(small)  # one by one: a phrase must not decide how a character folds
        small = simple if len(simple) == 1 else small
    return _SAME_CHARACTER.get(small, small)


class _Table(dict[int, str]):
    """Filled on demand: most texts use a few thousand characters."""

    def __missing__(self, point: int) -> str:
        self[point] = fold_character(chr(point))
        return self[point]


class _Folding:
    table = _Table()
