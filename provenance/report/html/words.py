"""The words of the page, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from typing import Any

from provenance.errors import UsageError
from provenance.model.finding import Finding, Pattern
from provenance.report.html.details import rows_of

ENGLISH = {
    "title": "Where has this been before?",
    "skip": "Skip to the findings",
    "note": (
        "A finding says that a part of a post is a part of a record. Ratings are the publishers' own words. "
        "No finding does not mean true."
    ),
    "checked": "posts checked",
    "with_findings": "posts with findings",
    "findings": "findings",
    "skipped": "rows not checked",
    "index": "Index",
    "models": "Models",
    "none": "Nothing found.",
    "filter": "Filter and sort",
    "pattern": "Pattern",
    "all": "all",
    "confidence": "Least confidence",
    "uncalibrated": "confidence unknown",
    "from": "Posted from",
    "to": "to",
    "search": "Words",
    "sort": "Order",
    "sort_given": "as checked",
    "sort_weight": "weight, heaviest first",
    "sort_confidence": "confidence, highest first",
    "sort_date": "date of post, newest first",
    "shown": "$shown of $total shown",
    "open_all": "Open all",
    "close_all": "Close all",
    "keys": "Keys: j and k go to the next and previous finding, Enter opens it.",
    "post": "Post",
    "record": "Record",
    "other_post": "Other post",
    "claim": "The claim that was checked",
    "finds": "What the fact-check finds",
    "missing": "The text is not part of this report.",
    "why": "Why",
    "bits": "bits",
    "in_all": "in all",
    "known": "Known appearances",
    "event": "the event",
    "this_post": "this post",
    "later": "$days days later",
    "sources": "Sources",
    "rating": "rated",
    "says_post": "The post",
    "says_record": "The record",
    "time": "Time",
    "place": "Place",
    "author": "Author",
    "work": "Work",
    "rated": "Rating",
    "rated_before": "Rated before",
    "days_after": "Days after the fact-check",
    "gap_days": "Days between",
    "cue": "Words that claim it is new",
    "flood": "Copies",
    "flood_value": "$size posts by $accounts accounts within $hours h",
    "first": "First seen",
    "conflict": "Conflict",
    "transform": "Change of the picture",
    "edits": "Changes",
    "box": "matched part",
    "sheet": "Matched frames and pictures",
    "legend": "In the texts:",
    "legend_u": "compared passage",
    "legend_mark": "same words",
    "legend_del": "left out or changed",
    "legend_ins": "added or changed",
    "media_review": "Kind of alteration (schema.org)",
    "seconds": "s",
    "about": "Made by provenance",
    "debunked": "debunked claim",
    "reheated": "old event told as new",
    "stitched": "parts of different events joined",
    "edited_official": "altered official record",
    "out_of_context_media": "picture out of context",
    "misattributed_quote": "quote with a wrong author",
    "flooding": "many copies in a short time",
    "omitted": "left out",
    "negation_dropped": "negation left out",
    "negation_added": "negation added",
    "number_altered": "number changed",
    "entity_altered": "name changed",
    "reordered": "order changed",
    "spliced": "answers joined",
    "inserted": "added",
    "replaced": "replaced",
    "cut": "cut",
    "conflict_date": "date",
    "conflict_place": "place",
    "conflict_event": "event",
}

CHINESE = {
    "title": "这条内容以前在哪里出现过？",
    "skip": "跳到结果",
    "note": "每条结果只说明：帖文的某一部分就是某条记录的某一部分。评级为发布机构原话。没有结果不代表内容属实。",
    "checked": "已检查帖文",
    "with_findings": "有结果的帖文",
    "findings": "条结果",
    "skipped": "未检查的行",
    "index": "索引",
    "models": "模型",
    "none": "没有发现。",
    "filter": "筛选与排序",
    "pattern": "类型",
    "all": "全部",
    "confidence": "最低置信度",
    "uncalibrated": "置信度未知",
    "from": "发布时间从",
    "to": "到",
    "search": "文字",
    "sort": "顺序",
    "sort_given": "按检查顺序",
    "sort_weight": "按证据强度，由强到弱",
    "sort_confidence": "按置信度，由高到低",
    "sort_date": "按发布时间，由新到旧",
    "shown": "显示 $shown 条，共 $total 条",
    "open_all": "全部展开",
    "close_all": "全部收起",
    "keys": "按键：j、k 前往下一条、上一条，回车展开。",
    "post": "帖文",
    "record": "记录",
    "other_post": "另一帖文",
    "claim": "所核查的说法",
    "finds": "核查结论",
    "missing": "本报告不含该文本。",
    "why": "理由",
    "bits": "比特",
    "in_all": "合计",
    "known": "已知的出现时间",
    "event": "事件",
    "this_post": "本帖",
    "later": "$days 天后",
    "sources": "来源",
    "rating": "评级",
    "says_post": "帖文",
    "says_record": "记录",
    "time": "时间",
    "place": "地点",
    "author": "作者",
    "work": "作品",
    "rated": "评级",
    "rated_before": "此前评级",
    "days_after": "距核查发布天数",
    "gap_days": "相隔天数",
    "cue": "表示“新近”的词",
    "flood": "相同内容",
    "flood_value": "$hours 小时内 $accounts 个账号发布 $size 条",
    "first": "最早见于",
    "conflict": "不一致之处",
    "transform": "图片变化",
    "edits": "改动",
    "box": "对应部分",
    "sheet": "相同的画面",
    "legend": "文中标记：",
    "legend_u": "相比对的段落",
    "legend_mark": "相同文字",
    "legend_del": "被删或被改",
    "legend_ins": "新增或改后",
    "media_review": "改动类别（schema.org）",
    "seconds": "秒",
    "about": "由 provenance 生成",
    "debunked": "已被核查的说法",
    "reheated": "旧事当新闻",
    "stitched": "拼接不同事件",
    "edited_official": "改动官方记录",
    "out_of_context_media": "图片移花接木",
    "misattributed_quote": "误署作者的引文",
    "flooding": "短时间大量相同内容",
    "omitted": "删去",
    "negation_dropped": "删去否定词",
    "negation_added": "加入否定词",
    "number_altered": "改动数字",
    "entity_altered": "改动名称",
    "reordered": "改动顺序",
    "spliced": "拼接回答",
    "inserted": "添加",
    "replaced": "替换",
    "cut": "剪去",
    "conflict_date": "日期",
    "conflict_place": "地点",
    "conflict_event": "事件",
}

LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "zh": CHINESE}

_STATEMENTS = {
    "en": {
        Pattern.DEBUNKED: "A fact-check of this claim was published $days_after days before: “$rating”",
        Pattern.REHEATED: "The event took place $gap_days days before the time that the post claims",
        Pattern.STITCHED: "Parts of different records stand together as one event",
        Pattern.EDITED_OFFICIAL: "The words differ from the official record in $edits places",
        Pattern.OUT_OF_CONTEXT_MEDIA: "The picture is known with another $conflict",
        Pattern.MISATTRIBUTED_QUOTE: "The words are known from $found_author, not $attributed_to",
        Pattern.FLOODING: "$size near-identical posts by $accounts accounts within $hours hours",
    },
    "zh": {
        Pattern.DEBUNKED: "发帖前 $days_after 天已有核查，评级为“$rating”",
        Pattern.REHEATED: "事件发生在帖文所称时间之前 $gap_days 天",
        Pattern.STITCHED: "把不同记录的内容拼成了一件事",
        Pattern.EDITED_OFFICIAL: "与官方记录相比有 $edits 处改动",
        Pattern.OUT_OF_CONTEXT_MEDIA: "该图片此前对应另一$conflict",
        Pattern.MISATTRIBUTED_QUOTE: "这句话出自$found_author，而非$attributed_to",
        Pattern.FLOODING: "$accounts 个账号在 $hours 小时内发布了 $size 条几乎相同的内容",
    },
}

#: A debunked claim where nobody knows how long before the post it was rated.
_RATED = {"en": Template("A fact-check rated this claim “$rating”"), "zh": Template("该说法已有核查，评级为“$rating”")}

#: Misattributed lines by `details.reason`, where the general statement would say too much or too little.
_LINES = {
    "en": {
        "line-altered": "The wording differs from what $attributed_to wrote",
        "other-title": "The words stand in another work: $found_title",
        "not-in-works": "The words are in none of the $works works of $attributed_to, all of which are indexed",
    },
    "zh": {
        "line-altered": "文字与$attributed_to的原文不同",
        "other-title": "这句话出自另一作品：$found_title",
        "not-in-works": "$attributed_to的全部作品（$works 篇，均已收录）中没有这句话",
    },
}


def words_of(lang: str) -> Mapping[str, str]:
    """The interface text of a language.

    Raises:
        UsageError: there is none for this language.
    """
    if lang not in LANGUAGES:
        raise UsageError(f"the page speaks {', '.join(LANGUAGES)}, not {lang!r}")
    return LANGUAGES[lang]


def statement(finding: Finding, lang: str) -> str:
    """What a finding says, in one line; without its numbers where the details lack them."""
    details: dict[str, Any] = dict(finding.details)
    details["edits"] = len(rows_of(details.get("edits")))
    if isinstance(details.get("window_s"), int | float):
        details["hours"] = f"{details['window_s'] / 3600:.1f}"
    if details.get("conflict"):
        details["conflict"] = words_of(lang).get(f"conflict_{details['conflict']}", details["conflict"])
    line = _LINES[lang].get(str(details.get("reason"))) if finding.pattern is Pattern.MISATTRIBUTED_QUOTE else None
    template = Template(line or _STATEMENTS[lang][finding.pattern])
    known = {name: value for name, value in details.items() if value is not None}
    if not set(template.get_identifiers()) <= set(known):
        return _undated(finding, lang)
    return filled(template.template, known)


def filled(template: str, values: Mapping[str, Any]) -> str:
    """A sentence with its values, one day in the singular."""
    for name in (name for name, value in values.items() if value == 1):
        template = template.replace(f"${name} days", f"${name} day")
    return Template(template).safe_substitute(values)


def _undated(finding: Finding, lang: str) -> str:
    """What can be said without the numbers of the statement."""
    rating = finding.details.get("rating")
    rated = finding.pattern is Pattern.DEBUNKED and rating
    return _RATED[lang].substitute(rating=rating) if rated else words_of(lang)[finding.pattern]
