"""An archive of invented events, and posts about them as a reader would tell the story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.reheated import ReheatedDetector
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Finding
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.post import Post


def archive(name: str, when: str, title: str, text: str) -> Evidence:
    return Evidence(
        id=name, kind=Kind.ARCHIVE, title=title, text=text, publisher="晨光电视台", published_at=Interval.parse(when)
    )


DAM = archive(
    "dam-2016",
    "2016-08-19",
    "青海格尔木一尾矿库溃坝 17人失踪",
    "青海省格尔木市18日夜间一座尾矿库溃坝，3500立方米矿浆冲入河谷，造成17人失踪、42人受伤，下游6个村庄1280名居民连夜转移。"
    "现场指挥部说，救援队伍已调集23台挖掘机搜寻失踪者。",
)
DAM_LATER = archive(
    "dam-2016-later",
    "2016-08-27",
    "格尔木尾矿库溃坝搜救结束",
    "青海省格尔木市尾矿库溃坝事故搜救工作结束，3500立方米矿浆已清理完毕，17名失踪者中找到15人，1280名转移居民陆续返家。",
)
FERRY = archive(
    "ferry-2014",
    "2014-03-05",
    "Ferry sinks off Zanzibar, 31 dead",
    "A passenger ferry sank off Zanzibar, Tanzania, on Tuesday night. Police said 31 people died and 212 were rescued "
    "after the vessel, the Sea Falcon, hit a reef near Pemba. Twelve fishing boats took part in the rescue.",
)
NOTICE = archive(
    "notice-2018",
    "2018-01-25",
    "甘肃天水暴雪 中小学2月3日前停课",
    "甘肃省天水市教育局1月25日发布通知，因暴雪，全市中小学和幼儿园2月3日24时前一律停课，校车停运，各校每日9时前上报到校人数。",
)
BRIDGE = archive(
    "bridge-2019",
    "2019-05-11",
    "云南怒江一座新桥通车",
    "云南省怒江州一座跨江大桥建成通车，全长865米，结束了两岸7个村子溜索过江的历史。",
)


#: What the retrieval knows of a record that has half of a post's rare words, and is the nearest in meaning.
NEAR = {"meaning_head_z": 3.0, "meaning_body_gap": 0.0, "words_explained_all": 0.5}


def findings(
    text: str,
    posted: str,
    *records: Evidence,
    settings: Settings | None = None,
    known: Mapping[str, float] | None = None,
) -> list[Finding]:
    """What the detector says of a post, with these records as its hits, of which the retrieval knows so much."""
    when = Interval.parse(posted)
    context = Context(
        post=Post(id="post", text=text, posted_at=when),
        hits={Kind.ARCHIVE: tuple(Hit(record, 0.0, dict(known or {})) for record in records)},
        index_version="test",
        settings=settings or Settings(),
        now=when.start + timedelta(hours=1),
    )
    return list(ReheatedDetector().detect(context))
