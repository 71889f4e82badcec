"""A report with every pattern, as detectors would make it."""

from __future__ import annotations

from pathlib import Path

from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, MediaReview, Pattern, Reason, Skipped
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.model.report import Header, Report
from provenance.model.span import BoxSpan, TextSpan, TimeSpan

OFFICIAL = "问：会否涨价？答：我们目前没有涨价的计划。供应是充足的，请大家放心。今后如有调整，会提前一个月公布。"
CLIP = "发言人：我们目前有涨价的计划。供应紧张。"


def _post(name: str, text: str, day: str, **fields: object) -> Post:
    return Post(id=name, text=text, posted_at=Interval.parse(f"{day}T09:30:00+08:00"), lang="zh", **fields)  # type: ignore[arg-type]


def _span(text: str, words: str) -> TextSpan:
    start = text.index(words)
    return TextSpan(start, start + len(words))


POSTS = {
    post.id: post
    for post in (
        _post("p1", "听说喝热水就能杀死病毒，快告诉家里人！", "2026-03-02"),
        _post("p2", "刚刚！地铁五号线进水，乘客被困，速转", "2026-07-22"),
        _post("p3", CLIP, "2026-05-09", media=("clip.mp4",)),
        _post("p4", "现场照片！今天南江大桥垮塌", "2026-06-01", media=("now.png",)),
        _post("p5", "正如鲁迅所说：“学习的敌人是自己的满足。”", "2026-02-11"),
        _post("p6", "西桥今晚封闭检修一个月，出城只能绕行北环，快加油", "2026-05-04", author="a6"),
        _post("p7", "西桥今晚封闭检修一个月！出城只能绕行北环，快加油🔥", "2026-05-04", author="a7"),
        _post("p8", "东城暴雨淹了地铁，西城医院也停电了，一天之内全乱了", "2026-07-25"),
    )
}

EVIDENCE = {
    record.id: record
    for record in (
        Evidence(
            id="fc1",
            kind=Kind.FACT_CHECK,
            text="喝热水不能杀死病毒。病毒进入细胞之后，饮水的温度对它没有影响。",
            claim="喝热水能杀死病毒",
            title="喝热水能杀死病毒？",
            rating="虚假",
            publisher="某核查平台",
            url="https://example.org/fc/1",
            published_at=Interval.parse("2020-02-01"),
        ),
        Evidence(
            id="ar1",
            kind=Kind.ARCHIVE,
            text="地铁五号线进水，乘客被困。",
            title="地铁五号线进水",
            publisher="城市晚报",
            url="https://example.org/a/1",
            published_at=Interval.parse("2021-07-20"),
            event_start=Interval.parse("2021-07-20"),
            lang="zh",
        ),
        Evidence(
            id="of1",
            kind=Kind.RELEASE,
            text=OFFICIAL,
            title="例行记者会实录",
            publisher="市政府",
            url="https://example.org/o/1",
            published_at=Interval.parse("2026-05-08"),
        ),
        Evidence(
            id="ar2",
            kind=Kind.ARCHIVE,
            text="北河老桥拆除现场。",
            title="北河老桥拆除",
            publisher="图片社",
            media=("then.png",),
            published_at=Interval.parse("2014-10-03"),
            places=("北河",),
            url="https://example.org/a/2",
        ),
        Evidence(
            id="q1",
            kind=Kind.QUOTE,
            text="学习的敌人是自己的满足，要认真学习一点东西，必须从不自满开始。",
            title="某文集",
            author="另一位作者",
        ),
        Evidence(
            id="ar3",
            kind=Kind.ARCHIVE,
            text="东城暴雨，地铁进水。",
            title="东城暴雨",
            publisher="东城日报",
            published_at=Interval.parse("2023-08-01"),
        ),
        Evidence(
            id="ar4",
            kind=Kind.ARCHIVE,
            text="西城医院停电两小时。",
            title="西城医院停电",
            publisher="西城报",
            published_at=Interval.parse("2025-01-09"),
        ),
    )
}


def _finding(name: str, pattern: Pattern, matches: list[Match], confidence: float | None, **fields: object) -> Finding:
    ids = list(dict.fromkeys(match.evidence_id for match in matches))
    cited = tuple(
        Citation.of(EVIDENCE[each]) if each in EVIDENCE else Citation(each, quote=POSTS[each].text) for each in ids
    )
    return Finding(
        post_id=name,
        pattern=pattern,
        confidence=confidence,
        reasons=(
            Reason("prior", "base rate of this pattern", -5.2),
            Reason("text", "most of the words stand in the record in this order", 8.4),
            Reason("date", "the dates do not fit", 2.1),
        ),
        matches=tuple(matches),
        citations=cited,
        index_version="2026-11-22T020000Z-3f9c",
        **fields,  # type: ignore[arg-type]
    )


FINDINGS = (
    _finding(
        "p1",
        Pattern.DEBUNKED,
        [Match("fc1", _span(POSTS["p1"].text, "喝热水就能杀死病毒"), TextSpan(0, 9), "char-lcs", 0.8)],
        0.97,
        details={"days_after": 2221, "rating": "虚假", "stance": "spread"},
    ),
    _finding(
        "p2",
        Pattern.REHEATED,
        [Match("ar1", _span(POSTS["p2"].text, "地铁五号线进水，乘客被困"), TextSpan(0, 12), "char-lcs", 0.88)],
        0.94,
        details={
            "claimed_interval": "2026-07-22",
            "event_interval": "2021-07-20",
            "gap_days": 1828,
            "cue": "刚刚",
            "timeline": [
                {"date": "2021-07-20", "title": "城市晚报 · 地铁五号线进水"},
                {"date": "2023-07-01", "title": "another repost"},
            ],
        },
        media_review=MediaReview.DECONTEXTUALIZED,
    ),
    _finding(
        "p3",
        Pattern.EDITED_OFFICIAL,
        [
            Match(
                "of1", _span(CLIP, "我们目前有涨价的计划"), _span(OFFICIAL, "我们目前没有涨价的计划"), "alignment", 0.9
            ),
            Match("of1", TimeSpan(1.0, 4.5, "clip.mp4"), TimeSpan(61.0, 64.2, "full.mp4"), "sound", 0.9),
        ],
        0.91,
        details={
            "edits": [
                {
                    "op": "negation_dropped",
                    "official_span": _span(OFFICIAL, "没").to_dict(),
                    "post_span": None,
                    "before": "没有",
                    "after": "有",
                },
                {
                    "op": "inserted",
                    "official_span": None,
                    "post_span": _span(CLIP, "供应紧张").to_dict(),
                    "before": "",
                    "after": "供应紧张",
                },
            ]
        },
        media_review=MediaReview.EDITED_OR_CROPPED,
    ),
    _finding(
        "p4",
        Pattern.OUT_OF_CONTEXT_MEDIA,
        [
            Match(
                "ar2",
                BoxSpan(0.1, 0.1, 0.9, 0.8, "now.png"),
                BoxSpan(0, 0.2, 1, 1, "then.png"),
                "picture-agreement",
                0.7,
            )
        ],
        None,
        details={"media": "now.png", "evidence_media": "then.png", "transform": "crop", "conflict": "date"},
    ),
    _finding(
        "p5",
        Pattern.MISATTRIBUTED_QUOTE,
        [Match("q1", _span(POSTS["p5"].text, "学习的敌人是自己的满足"), TextSpan(0, 11), "char-lcs", 1.0)],
        0.88,
        details={"attributed_to": "鲁迅", "found_author": "另一位作者", "found_title": "某文集", "altered": False},
    ),
    _finding(
        "p7",
        Pattern.FLOODING,
        [Match("p6", TextSpan(0, 11), TextSpan(0, 11), "indel-similarity", 0.97)],
        None,
        details={
            "cluster_id": "flood-1",
            "size": 8,
            "accounts": 8,
            "window_s": 4200,
            "origin_post_id": "p6",
            "first_posted_at": "2026-05-04T09:30:00+08:00",
        },
    ),
    _finding(
        "p8",
        Pattern.STITCHED,
        [
            Match("ar3", TextSpan(0, 8), TextSpan(0, 9), "char-lcs", 0.7),
            Match("ar4", TextSpan(9, 16), TextSpan(0, 6), "char-lcs", 0.8),
        ],
        0.76,
        details={
            "claimed_place": "东城",
            "parts": [
                {"evidence_id": "ar3", "place": "东城", "event_interval": "2023-08-01"},
                {"evidence_id": "ar4", "place": "西城", "event_interval": "2025-01-09"},
            ],
        },
    ),
)


def report(findings: tuple[Finding, ...] = FINDINGS) -> Report:
    return Report(
        header=Header(
            checked=40, index_version="2026-11-22T020000Z-3f9c", model_revisions={"text": "multilingual-e5-small@3f9c"}
        ),
        findings=findings,
        skipped=(
            Skipped.at(
                "bad-date",
                "'soon' is no ISO 8601 date",
                source="posts.jsonl",
                line=418,
                path="$.posted_at",
                post_id="p9",
            ),
        ),
    )


def draw_pictures(folder: Path) -> None:
    from PIL import Image, ImageDraw

    for name, color in (("now.png", (120, 160, 200)), ("then.png", (140, 150, 170))):
        image = Image.new("RGB", (640, 400), color)
        ImageDraw.Draw(image).rectangle((80, 60, 560, 320), fill=(90, 70, 50))
        image.save(folder / name)
