"""The words of the terminal's views, in English and Chinese; those of patterns and edits are the page's."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from unicodedata import east_asian_width

from provenance.errors import UsageError

ENGLISH = {
    "bits": "bits",
    "in_all": "in all",
    "uncalibrated": "uncalibrated",
    "rated": "rated",
    "date_post": "date in the post",
    "date_record": "date on record",
    "place_post": "place in the post",
    "place_record": "place on record",
    "author_post": "author in the post",
    "author_record": "author on record",
    "part": "part",
    "days_after": "days after the fact-check",
    "gap_days": "days between them",
    "not_stated": "not stated",
    "post": "post  ",
    "record": "record",
    "chars": "chars $start–$end",
    "seconds": "$start–$end s of $media",
    "box": "box $box of $media",
    "claim": "the claim",
    "nothing": "nothing",
    "odds": "log2 odds that the pattern holds",
    "became": "$share by what became of such sums on posts whose answer is known",
    "skipped": "skipped",
    "summary": "$checked checked, $found with findings, $skipped skipped  (index $index)",
    "none_found": "No pattern found. That says nothing about whether the post is true.",
    "silent": "Silent, although a record or words came near",
    "nearest": "Nearest records",
    "none": "none",
    "index": "index",
    "model": "model",
}

CHINESE = {
    "bits": "比特",
    "in_all": "合计",
    "uncalibrated": "置信度未知",
    "rated": "评级",
    "date_post": "帖文所称日期",
    "date_record": "记录日期",
    "place_post": "帖文所称地点",
    "place_record": "记录地点",
    "author_post": "帖文所称作者",
    "author_record": "记录作者",
    "part": "部分",
    "days_after": "距核查发布天数",
    "gap_days": "相隔天数",
    "not_stated": "未说明",
    "post": "帖文",
    "record": "记录",
    "chars": "第 $start–$end 字",
    "seconds": "$media 第 $start–$end 秒",
    "box": "$media 区域 $box",
    "claim": "该说法",
    "nothing": "无",
    "odds": "该类型成立的 log2 胜率",
    "became": "$share（按此类合计在已知答案的帖文上的结果）",
    "skipped": "未检查",
    "summary": "检查 $checked 条，$found 条有结果，$skipped 条未检查（索引 $index）",
    "none_found": "没有发现。这不说明帖文是否属实。",
    "silent": "虽有相近之处，未予报告",
    "nearest": "最相近的记录",
    "none": "无",
    "index": "索引",
    "model": "模型",
}

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "zh": CHINESE}


class TerminalWords:
    """Looks words up and fills them in.

    Raises:
        UsageError: the terminal does not speak `lang`.
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise UsageError(f"the terminal speaks {', '.join(LANGUAGES)}, not {lang!r}")
        self.lang = lang
        self._words = LANGUAGES[lang]

    def __call__(self, name: str, **values: object) -> str:
        """The words of this name, with values filled in."""
        return Template(self._words[name]).substitute(values) if values else self._words[name]


def padded(text: str, width: int) -> str:
    """The text with spaces behind it up to so many columns; Chinese characters take two."""
    taken = sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * max(0, width - taken)
