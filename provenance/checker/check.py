"""The only place where the parts meet: posts in, a report out. What single posts give is `batch`'s affair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.checker.assemble import report_of
from provenance.checker.batch import ExamineAll, Examined, Examiner
from provenance.compiled.threads import beside, plain_products
from provenance.config import DEFAULT_INDEX, Settings
from provenance.detectors import open_detectors
from provenance.detectors.base import BatchDetector, Context, Remembers
from provenance.model.evidence import Kind
from provenance.model.finding import Finding, Pattern, Skipped
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.model.report import Header
from provenance.model.silence import Silence
from provenance.report.check_report import CheckReport

if TYPE_CHECKING:
    from provenance.encoders.base import Encoder
    from provenance.indexing.base import Filter
    from provenance.indexing.bundle import IndexBundle
    from provenance.retrieval import Retriever
    from provenance.retrieval.pictured import PicturedFinder
    from provenance.retrieval.quotations import QuotationFinder
    from provenance.scoring.calibration import Calibration

#: Called with the number of posts done so far.
Progress = Callable[[int], None]


class Checker:
    """Checks posts against one version of an index. The version stays the same for the checker's whole life."""

    def __init__(
        self,
        bundle: IndexBundle,
        retriever: Retriever,
        quotations: QuotationFinder | None,
        settings: Settings,
        calibration: Mapping[Pattern, Calibration] | None = None,
        pictured: PicturedFinder | None = None,
    ) -> None:
        self._bundle = bundle
        self._retriever = retriever
        self._pictured = pictured
        self._examiner = Examiner(bundle, retriever, quotations, settings, pictured)
        self._calibration = calibration or {}
        self.settings = settings

    @classmethod
    def open(
        cls,
        index: str | Path = DEFAULT_INDEX,
        *,
        settings: Settings | None = None,
        encoder: Encoder | None = None,
        calibration: Mapping[Pattern, Calibration] | None = None,
    ) -> Checker:
        """Open the published version of an index and verify its manifest.

        Args:
            index: a folder with a `current` pointer, or a version folder.
            settings: numbers of the check.
            encoder: instead of the one that the manifest names; must be the same model.
            calibration: pattern → map from bits to confidence, fitted on one's own decisions; replaces the shipped one.

        Raises:
            UsageError: a table of the settings is off.
            IndexMissing: there is no index.
            IndexCorrupt: a file does not fit the manifest.
            IndexMismatch: the index was built with another schema, normaliser or model.
        """
        from provenance.detectors.flooding.settings import settings_of as flood_settings
        from provenance.indexing.backend import store_of
        from provenance.indexing.bundle import IndexBundle
        from provenance.retrieval import Retriever
        from provenance.retrieval.quotations import QuotationFinder

        settings = settings or Settings()
        # A wrong table is refused before anything is opened.
        flood_settings(settings)
        settings.signers()
        bundle = IndexBundle.open(Path(index), store=store_of(settings))
        beside(lambda: bundle.records.read_columns())  # while modules are loaded
        if bundle.picture_texts is None:
            retriever, pictured = Retriever.open(bundle, settings, encoder=encoder), None
        else:
            from provenance.encoders import open_encoder
            from provenance.encoders.recent import RecentEncoder
            from provenance.retrieval.pictured import PicturedFinder

            shared = RecentEncoder(encoder or open_encoder(bundle.manifest.model.name))
            retriever = Retriever.open(bundle, settings, encoder=shared)
            pictured = PicturedFinder.open(bundle, settings, shared)
        return cls(bundle, retriever, QuotationFinder.open(bundle), settings, calibration, pictured)

    @property
    def index_version(self) -> str:
        """The version that every finding names."""
        return self._bundle.version

    @property
    def index_folder(self) -> Path:
        """Where that version lies."""
        return self._bundle.folder

    @plain_products()
    def check(
        self,
        posts: Iterable[Post | Skipped],
        *,
        patterns: Iterable[str] | None = None,
        where: Filter | None = None,
        progress: Progress | None = None,
        examine: ExamineAll | None = None,
        window: Path | None = None,
    ) -> CheckReport:
        """Check posts in batches; memory does not grow with the posts that have no finding.

        Args:
            posts: posts, and rows that a reader could not turn into posts.
            patterns: look for these only.
            where: only records that pass may be cited.
            progress: told how many posts are done.
            examine: does for many batches what `examine` does for one, in their order (`jobs.spread_check`); None
                means here, one after the other.
            window: file that keeps the posts of the last days between checks, for floods that go on; None forgets them.

        Raises:
            UsageError: a pattern is unknown, or the window cannot be read or written.
        """
        names = None if patterns is None else tuple(patterns)
        batch = [each for each in open_detectors(names) if isinstance(each, BatchDetector)]
        skipped: list[Skipped] = []
        found: dict[str, list[Finding]] = {}
        shown: dict[str, Post] = {}
        kept: list[Context] = []
        revisions = dict(self._retriever.model_revisions)
        for examined in (examine or self._examiner.examine)(self._chunks(posts, skipped), names, where):
            found |= examined.findings
            shown |= examined.posts
            kept += examined.contexts
            skipped += examined.skipped
            revisions |= examined.revisions
            if progress:
                progress(len(found))
        for detector in batch:
            for finding in self._detect_together(detector, kept, window):
                found[finding.post_id].append(finding)
        findings = [
            self._calibrated(finding)
            for group in found.values()
            for finding in sorted(group, key=lambda each: -each.weight_bits)
        ]
        reported = tuple(
            each for each in findings if each.confidence is None or each.confidence >= self.settings.min_confidence
        )
        for context in kept:
            if found[context.post.id]:
                shown[context.post.id] = context.post
        header = Header(
            checked=len(found),
            index_version=self.index_version,
            model_revisions=revisions,
            settings=self.settings.to_dict(),
        )
        return report_of(self._bundle, header, reported, skipped, shown)

    def _detect_together(
        self, detector: BatchDetector, contexts: Sequence[Context], window: Path | None
    ) -> list[Finding]:
        if window is None or not isinstance(detector, Remembers):
            return list(detector.detect_batch(contexts, partial(self._is_reported, detector.pattern)))
        from provenance.store.post_window import KeptPost, open_window

        with open_window(window) as kept:
            detector.remember(self._context_of(each.post, each.nearest) for each in kept.posts)
            findings = list(detector.detect_batch(contexts, partial(self._is_reported, detector.pattern)))
            kept.posts = [
                KeptPost(
                    each.post,
                    {kind: (hits[0].evidence.id, hits[0].weight_bits) for kind, hits in each.hits.items() if hits},
                )
                for each in detector.remembered
            ]
        return findings

    def _context_of(self, post: Post, nearest: Mapping[str, tuple[str, float]]) -> Context:
        """A post of an earlier check, with its nearest records as far as the index still holds them."""
        hits = {
            Kind(kind): (Hit(record, bits),)
            for kind, (name, bits) in nearest.items()
            if kind in frozenset(Kind) and (record := self._bundle.records.find(name)) is not None
        }
        now = post.posted_at.start if post.posted_at else datetime.now(UTC)
        return Context(post=post, hits=hits, index_version=self.index_version, settings=self.settings, now=now)

    @plain_products()
    def examine(
        self, posts: Sequence[Post], patterns: Iterable[str] | None = None, where: Filter | None = None
    ) -> Examined:
        """What a batch of posts gives before the posts of all batches are looked at together."""
        (examined,) = self._examiner.examine([posts], patterns, where)
        return examined

    @plain_products()
    def silences(self, post: Post) -> list[Silence]:
        """Why patterns are not reported of a post although a record came near.

        The rules that look at one post: of floods nothing is told, nor of what its pictures say.
        """
        return self._examiner.silences(post)

    def match(
        self, posts: Iterable[Post | Skipped], *, k: int = 100, where: Filter | None = None
    ) -> Iterator[tuple[Post, list[Hit]]]:
        """Ranked retrieval without any pattern: the best `k` records of each post, best first."""
        for chunk in self._chunks(posts, []):
            ranked: Iterator[Sequence[Hit]] = self._retriever.rank(chunk, k=k, where=where)
            if self._pictured:
                ranked = self._pictured.rank(chunk, ranked, k=k, where=where)
            with plain_products():
                found = list(ranked)
            for post, hits in zip(chunk, found, strict=True):
                yield post, list(hits)

    def _chunks(self, posts: Iterable[Post | Skipped], skipped: list[Skipped]) -> Iterator[list[Post]]:
        seen: set[str] = set()

        def wanted() -> Iterator[Post]:
            for item in posts:
                if isinstance(item, Skipped):
                    skipped.append(item)
                elif item.id in seen:
                    skipped.append(
                        Skipped(code="duplicate-id", message=f"the id {item.id!r} was used before", post_id=item.id)
                    )
                else:
                    seen.add(item.id)
                    yield item

        stream = wanted()
        while chunk := list(islice(stream, self.settings.batch_size)):
            yield chunk

    def _is_reported(self, pattern: Pattern, bits: float, confidence: float) -> bool:
        own = self._calibration.get(pattern)
        return (own(bits) if own else confidence) >= self.settings.min_confidence

    def _calibrated(self, finding: Finding) -> Finding:
        own = self._calibration.get(finding.pattern)
        return finding if own is None else replace(finding, confidence=own(finding.weight_bits))
