"""Places that a text names, as paths from the country down, and how two places lie to one another.

Chinese, traditional or simplified, English and pinyin names of a place lead to the same path. Levels of China are
country, province, city, county; a municipality stands once: ("中国", "北京市", "海淀区"). Places elsewhere are
country, first division, city, under their Chinese name where the tables know one and else under their English name:
("法国", "法兰西岛", "巴黎"). Hong Kong, Macau and Taiwan follow the table of divisions that is shipped (NOTICE.md).
"""

from __future__ import annotations

from functools import lru_cache

from provenance.text.places.mention import Path, PlaceMention, Relation, meet, most_specific, relation

__all__ = ["Path", "PlaceMention", "Relation", "find_places", "meet", "most_specific", "relation"]


@lru_cache(maxsize=1024)
def find_places(text: str) -> tuple[PlaceMention, ...]:
    """Every place that `text` names, in its order; parts of one place (湖北省武汉市; Wuhan, China) are one mention.

    The table is read on the first call; the texts read last are remembered, since detectors share a post. Newspapers,
    companies, clubs, dishes, people and accounts that carry the name of a place are left out.
    """
    from provenance.text.places.gazetteer import shipped
    from provenance.text.places.recognise import raw_mentions
    from provenance.text.places.resolve import resolve

    return resolve(text, raw_mentions(text, shipped()))
