"""A small index of sessions and works of our own, and posts that quote them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from provenance.config import Settings
from provenance.detectors.base import Context, Detector
from provenance.indexing.passages import PassageIndex
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Finding
from provenance.model.post import Post
from provenance.retrieval.catalogue import Catalogue, passage_text
from provenance.retrieval.quotations import QuotationFinder

SPRING = """石桥镇政府今天举行记者会。

问：晨报记者：北岸码头何时重新开放？
答：林岚：码头的修复工作正在进行，预计需要25天。我们不支持任何单边限制渡轮的做法，这不利于两岸渔民的生计。
我们注意到有关报道，目前没有可以发布的消息，欢迎大家继续关注。

问：晚报记者：据报道，青山县计划在明年建造一座新的水电站，你有何评论？
答：林岚：我不了解有关情况，建议向主管部门询问。
"""
AUTUMN = """石桥镇政府今天举行记者会。

问：晨报记者：秋汛期间学校会停课吗？
答：周航：学校不会停课，所有考试照常举行。镇政府将采取一切必要措施，坚决维护学生和家长的合法权益。

问：晚报记者：双方的渔业合作有何进展？
答：周航：双方互利合作基础扎实、前景广阔，我们对此充满信心。
"""
PRESS = """THE MAYOR. I have no announcements today.

Q. Mr. Mayor, will you visit the northern islands before the harvest?
THE MAYOR. I have no plans to visit the northern islands before the harvest.
We have reached an agreement with the ferry company on twelve points.

Q. Are the mills short of fuel?
THE MAYOR. No mill has closed as a result. All the mills have had the fuel that is required to keep them going.
"""


def _release(id_: str, author: str, published_at: str, title: str, text: str) -> dict[str, Any]:
    return {"id": id_, "kind": "release", "author": author, "published_at": published_at, "title": title, "text": text}


def _quote(id_: str, text: str, **fields: Any) -> dict[str, Any]:
    return {"id": id_, "kind": "quote", "text": text, **fields}


RECORDS: list[dict[str, Any]] = [
    _release("spring", "林岚", "2025-03-10T15:00:00+08:00", "2025年3月10日石桥镇记者会", SPRING),
    _release("autumn", "周航", "2025-09-20T15:00:00+08:00", "2025年9月20日石桥镇记者会", AUTUMN),
    _release("press", "Martha Quill", "1964-11-28T00:00:00-05:00", "News conference of Mayor Martha Quill", PRESS),
    _quote(
        "snow",
        "一叶輕舟下石橋，兩岸青山雪未消。\n漁翁醉臥不知晚，夢裏猶聞打槳潮。",
        author="沈砚秋",
        title="渡口夜雪",
    ),
    _quote("lamp", "孤灯照壁影成双，旧雨敲窗夜未央。", author="沈砚秋", title="灯下"),
    _quote("hill", "百尺危楼云外立，一行归雁日边来。", author="陆听松", title="登青山"),
    _quote(
        "myth",
        "所有的等待都是为了更好的相遇，所有的离开都是为了更好的归来。",
        title="record",
        known_false_author="陆听松/沈砚秋",
        finding="何小满《等风来》",
    ),
    _quote(
        "warned",
        "人这一辈子总要有几个夜晚是为了看星星而不睡的。",
        author="何小满",
        title="看星星",
        known_false_author="陆听松",
    ),
    _quote("reed-1", "芦花渡口晚来风，一笛吹残落照红。", author="顾晚汀", title="渡口", lang="zh"),
    _quote("reed-2", "旧书翻到黄昏处，忽有微凉上小楼。", author="顾晚汀", title="翻书", lang="zh"),
    _quote(
        "reed-3",
        "我把灯留到天亮，等一封没有写完的信。",
        author="顾晚汀",
        title="灯",
        lang="zh",
        variants=["我把灯点到天明，等一封写不完的信。"],
    ),
    _quote(
        "reed-all",
        "",
        author="顾晚汀",
        title="顾晚汀全集（三卷本）目录",
        publisher="石桥出版社",
        lang="zh",
        works_complete=3,
    ),
    _quote("mill-1", "The river keeps no diary, and the mill forgets.", author="Alma Fenwick", title="Mill", lang="en"),
    _quote("mill-2", "I planted a letter and it came up rain.", author="Alma Fenwick", title="Letters", lang="en"),
    _quote("mill-3", "NORA BLYTHE. The tide keeps every promise that we break.", author="Alma Fenwick", lang="en"),
    _quote("mill-all", "", author="Alma Fenwick", title="Collected Works", lang="en", works_complete={"works": 3}),
    _quote("old-1", "石徑霜深人未起，半溪寒月照空舟。", author="裴望川", title="石径", lang="lzh"),
    _quote("old-all", "", author="裴望川", title="裴望川集", lang="lzh", works_complete=1),
    _quote("part-1", "春水漫过旧码头，谁在船头唱一遍。", author="苏照晚", title="码头", lang="zh"),
    _quote("part-all", "", author="苏照晚", title="诗集", lang="zh", works_complete={"works": 1, "scope": "poems"}),
    _quote("few-1", "风从山口来，带着盐的味道。", author="程一苇", title="山口", lang="zh"),
    _quote("few-all", "", author="程一苇", title="程一苇文集", lang="zh", works_complete=12),
]
EVIDENCE = [Evidence.from_dict(row) for row in RECORDS]
FINDER = QuotationFinder(
    PassageIndex.build(map(passage_text, EVIDENCE)),
    EVIDENCE.__getitem__,
    lambda row: EVIDENCE[row].kind is Kind.QUOTE,
    Catalogue.build(EVIDENCE),
)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def context(text: str, posted_at: str | None = None) -> Context:
    row = {"id": "p1", "text": text} | ({"posted_at": posted_at} if posted_at else {})
    post = Post.from_dict(row)
    moment = post.posted_at.start if post.posted_at else NOW
    quotations = FINDER.candidates(post, NOW)
    return Context(post=post, quotations=quotations, index_version="test", settings=Settings(), now=moment)


def reported(detector: Detector, text: str, posted_at: str | None = None) -> list[Finding]:
    """The findings that a check would show."""
    return [finding for finding in _all(detector, text, posted_at) if (finding.confidence or 0) >= 0.5]


def _all(detector: Detector, text: str, posted_at: str | None) -> Iterator[Finding]:
    yield from detector.detect(context(text, posted_at))
