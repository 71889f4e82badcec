"""2,000 edits of nine kinds over two sets of official sessions, from a fixed seed: what an alignment should name.

The generator knows nothing of the aligner: its lists of negations, names and templates are its own.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SEED = 20261122
KINDS = (
    "clause",
    "negation_dropped",
    "negation_added",
    "number",
    "name",
    "reordered",
    "sentence",
    "spliced",
    "inserted",
)
#: Kind → the operations that name it rightly (DESIGN section 5).
RIGHT = {
    "clause": {"omitted"},
    "negation_dropped": {"negation_dropped"},
    "negation_added": {"negation_added"},
    "number": {"number_altered"},
    "name": {"entity_altered"},
    "reordered": {"reordered"},
    "sentence": {"omitted"},
    "spliced": {"spliced"},
    "inserted": {"inserted"},
}
_ZH_SENTENCE = re.compile(r"[^。！？\n]{6,160}[。！？]")
_EN_SENTENCE = re.compile(r"[A-Z][^.?!\n]{20,240}[.?!](?=\s|$)")
_ZH_NAMES = [
    "美国",
    "俄罗斯",
    "日本",
    "印度",
    "法国",
    "德国",
    "英国",
    "巴西",
    "伊朗",
    "巴基斯坦",
    "韩国",
    "越南",
    "菲律宾",
    "澳大利亚",
    "加拿大",
    "意大利",
    "阿富汗",
    "叙利亚",
]
_EN_NAMES = [
    "Vietnam",
    "Russia",
    "China",
    "Japan",
    "Germany",
    "France",
    "Cuba",
    "Egypt",
    "Israel",
    "Congress",
    "Washington",
    "California",
    "Texas",
    "Berlin",
    "Moscow",
    "England",
    "Canada",
    "Mexico",
    "Panama",
    "Korea",
]
_ZH_INSERTS = (
    "有关各方必须为此付出沉重代价。",
    "我们已经做好了最坏的打算。",
    "这笔账我们早晚要同他们算清楚。",
    "从下个星期起一切往来都将中断。",
    "他们的船只今后休想靠近半步。",
)
_EN_INSERTS = (
    "Those who disagree will soon regret it.",
    "The whole program was a waste of money.",
    "My advisers begged me to keep this quiet.",
    "Every governor will have to pay for that.",
    "Nobody in this room should trust those figures.",
)


@dataclass(frozen=True)
class Case:
    """A clip, the session it was taken from, and what was done to it (None: nothing)."""

    clip: str
    official: str
    kind: str | None
    language: str
    source: str


def sessions(data: Path) -> dict[str, list[tuple[str, list[str]]]]:
    """Language → (full text, answers) of each session."""
    zh: dict[str, list[dict[str, str]]] = {}
    with gzip.open(data / "mfa_pressconf_zh" / "pressconf_qa.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            if row.get("answer"):
                zh.setdefault(row["title"], []).append(row)
    chinese = []
    for items in zh.values():
        text = "\n\n".join(f"问：{row['question']}\n答：{row['answer']}" for row in items)
        chinese.append((text, [row["answer"] for row in items]))
    english = []
    with gzip.open(
        data / "us_news_conferences" / "US_News_Conferences_1960_1980.jsonl.gz", "rt", encoding="utf-8"
    ) as rows:
        for row in map(json.loads, rows):
            text = re.sub(r"(?<=[.?!]),(?=[A-Z])", "\n", row["text"])
            turns = re.split(r"(?:^|\n)(?:THE PRESIDENT|Q)\. ?", text)
            english.append((text, [turn for turn in turns if len(turn) > 200]))
    return {"zh": chinese, "en": english}


def cases(data: Path, *, edits: int = 2_000, seed: int = SEED) -> Iterator[Case]:
    """As many edited cases, and as many unedited ones, in turn; languages and kinds take turns too."""
    rng = random.Random(seed)
    pool = sessions(data)
    made = 0
    while made < edits:
        language = ("zh", "en")[made % 2]
        kind = KINDS[(made // 2) % len(KINDS)]
        official, answers = rng.choice(pool[language])
        chosen = _excerpt(rng, answers, language)
        if chosen is None:
            continue
        edited = _EDITS[kind](rng, chosen, answers, language)
        if edited is None:
            continue
        made += 1
        yield Case(edited, official, kind, language, chosen[0])
        yield Case(_join(chosen, language), official, None, language, chosen[0])


def noisy(text: str, rng: random.Random, share: float = 0.02) -> str:
    """`text` with this share of its letters replaced at random, within their script."""
    out = []
    for char in text:
        if char.isalpha() and rng.random() < share:
            char = rng.choice(_COMMON_HAN) if "\u4e00" <= char <= "\u9fff" else rng.choice("abcdefghijklmnopqrstuvwxyz")
        out.append(char)
    return "".join(out)


_COMMON_HAN = (
    "的一是了我有和人这中大为上个国在要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天"
    "政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系"
)


def _excerpt(rng: random.Random, answers: list[str], language: str) -> list[str] | None:
    """Three to five sentences in a row of one answer."""
    answer = rng.choice(answers)
    found = list((_ZH_SENTENCE if language == "zh" else _EN_SENTENCE).finditer(answer))
    size = rng.randint(3, 5)
    if len(found) < size:
        return None
    first = rng.randrange(len(found) - size + 1)
    run = found[first : first + size]
    if any(b.start() - a.end() > 2 for a, b in itertools.pairwise(run)):
        return None
    return [sentence.group() for sentence in run]


def _join(sentences: list[str], language: str) -> str:
    return ("" if language == "zh" else " ").join(sentences)


def _substituted(
    rng: random.Random, sentences: list[str], language: str, pattern: str, make: Callable[[re.Match[str]], str]
) -> str | None:
    text = _join(sentences, language)
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    chosen = rng.choice(found)
    new = make(chosen)
    return None if new == chosen.group() else text[: chosen.start()] + new + text[chosen.end() :]


def _clause(rng: random.Random, sentences: list[str], answers: list[str], language: str) -> str | None:
    mark, joint = ("，", "，") if language == "zh" else (", ", ", ")
    at = rng.randrange(len(sentences))
    parts = sentences[at].split(mark)
    middle = [i for i in range(1, len(parts) - 1) if len(parts[i]) >= (6 if language == "zh" else 15)]
    if not middle:
        return None
    del parts[rng.choice(middle)]
    return _join([*sentences[:at], joint.join(parts), *sentences[at + 1 :]], language)


def _negation_dropped(rng: random.Random, sentences: list[str], answers: list[str], language: str) -> str | None:
    if language == "zh":
        pattern = r"不(?=会|能|是|应|接受|允许|符合|承认|存在|支持|同意|利于|代表|针对|愿)|没有(?=改变|收到|发现|任何)"
        return _substituted(rng, sentences, language, pattern, lambda _: "")
    pattern = r" not(?= )| never(?= )|n't(?= )(?<!can't)(?<!won't)|(?<=have) no(?= )"
    return _substituted(rng, sentences, language, pattern, lambda _: "")


def _negation_added(rng: random.Random, sentences: list[str], answers: list[str], language: str) -> str | None:
    if language == "zh":
        pattern = r"(?<![不没未非是都])(?:支持|同意|愿意|接受|允许|希望|符合|有利于)(?!不)"
        return _substituted(rng, sentences, language, pattern, lambda m: "不" + m.group())
    pattern = r"\b(?:will|is|are|was|should|would|have been|can)\b(?! (?:not|never|no))(?!n't)(?= [a-z])"
    return _substituted(rng, sentences, language, pattern, lambda m: m.group() + " not")


def _number(rng: random.Random, sentences: list[str], answers: list[str], language: str) -> str | None:
    pattern = r"(?<![\d.,])\d{1,4}(?![\d.,]|\d)"
    return _substituted(
        rng,
        sentences,
        language,
        pattern,
        lambda m: str(int(m.group()) + rng.randint(2, 9) * 10 ** (len(m.group()) - 1)),
    )


def _name(rng: random.Random, sentences: list[str], answers: list[str], language: str) -> str | None:
    names = _ZH_NAMES if language == "zh" else _EN_NAMES
    pattern = "|".join(names) if language == "zh" else r"\b(?:" + "|".join(names) + r")\b"
    text = _join(sentences, language)
    others = [name for name in names if name not in text]
    return _substituted(rng, sentences, language, pattern, lambda _: rng.choice(others))


def _reordered(rng: random.Random, sentences: list[str], answers: list[str], language: str) -> str | None:
    at = rng.randrange(len(sentences) - 1)
    swapped = [*sentences[:at], sentences[at + 1], sentences[at], *sentences[at + 2 :]]
    return _join(swapped, language)


def _sentence(rng: random.Random, sentences: list[str], answers: list[str], language: str) -> str | None:
    at = rng.randrange(1, len(sentences) - 1)
    return _join([*sentences[:at], *sentences[at + 1 :]], language)


def _spliced(rng: random.Random, sentences: list[str], answers: list[str], language: str) -> str | None:
    others = [answer for answer in answers if sentences[0] not in answer]
    if not others:
        return None
    found = [m.group() for m in (_ZH_SENTENCE if language == "zh" else _EN_SENTENCE).finditer(rng.choice(others))]
    found = [one for one in found if one not in "".join(sentences)]
    if not found:
        return None
    return _join([*sentences[:2], rng.choice(found)], language)


def _inserted(rng: random.Random, sentences: list[str], answers: list[str], language: str) -> str | None:
    at = rng.randrange(1, len(sentences))
    new = rng.choice(_ZH_INSERTS if language == "zh" else _EN_INSERTS)
    return _join([*sentences[:at], new, *sentences[at:]], language)


_EDITS: dict[str, Callable[[random.Random, list[str], list[str], str], str | None]] = {
    "clause": _clause,
    "negation_dropped": _negation_dropped,
    "negation_added": _negation_added,
    "number": _number,
    "name": _name,
    "reordered": _reordered,
    "sentence": _sentence,
    "spliced": _spliced,
    "inserted": _inserted,
}
