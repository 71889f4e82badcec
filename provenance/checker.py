"""The only place where the parts meet: posts in, a report out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.config import DEFAULT_INDEX, Settings
from provenance.detectors import open_detectors
from provenance.detectors.base import BatchDetector, Context, Detector, Remembers
from provenance.detectors.read_in_picture import may_speak, told_of
from provenance.detectors.settle import settle
from provenance.errors import ProvenanceError
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Finding, Pattern, Skipped
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.model.report import PICTURE_TEXT, PICTURES_UNREAD, Header
from provenance.model.span import BoxSpan
from provenance.report.check_report import CheckReport

if TYPE_CHECKING:
    from provenance.alignment.clip_hits import ClipHits
    from provenance.alignment.time.find import RecordingFinder
    from provenance.encoders.base import Encoder
    from provenance.indexing.base import Filter
    from provenance.indexing.bundle import IndexBundle
    from provenance.retrieval import Retriever
    from provenance.retrieval.picture_text import PictureText, PictureTexts
    from provenance.retrieval.pictures import PictureFinder, PictureHits
    from provenance.retrieval.quotations import QuotationFinder
    from provenance.scoring.calibration import Calibration

log = logging.getLogger(__name__)

#: Called with the number of posts done so far.
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Examined:
    """What a batch of posts gave, each post by itself.

    Attributes:
        findings: by post id; every post is there.
        posts: those with findings.
        skipped: what could not be done.
        contexts: of every post, without what only single posts need; none where no detector looks at posts together.
        revisions: of the models that only some posts need.
    """

    findings: dict[str, list[Finding]] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)
    revisions: dict[str, str] = field(default_factory=dict)


#: Batches, names of patterns (None for all) and a filter → what each batch gave, in their order.
ExamineAll = Callable[[Iterable[Sequence[Post]], tuple[str, ...] | None, "Filter | None"], Iterator[Examined]]


class Checker:
    """Checks posts against one version of an index. The version stays the same for the checker's whole life."""

    def __init__(
        self,
        bundle: IndexBundle,
        retriever: Retriever,
        quotations: QuotationFinder | None,
        settings: Settings,
        calibration: Mapping[Pattern, Calibration] | None = None,
    ) -> None:
        self._bundle = bundle
        self._retriever = retriever
        self._quotations = quotations
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
            IndexMissing: there is no index.
            IndexCorrupt: a file does not fit the manifest.
            IndexMismatch: the index was built with another schema, normaliser or model.
        """
        from provenance.indexing.backend import store_of
        from provenance.indexing.bundle import IndexBundle
        from provenance.retrieval import Retriever
        from provenance.retrieval.quotations import QuotationFinder

        settings = settings or Settings()
        bundle = IndexBundle.open(Path(index), store=store_of(settings))
        return cls(
            bundle,
            Retriever.open(bundle, settings, encoder=encoder),
            QuotationFinder.open(bundle),
            settings,
            calibration,
        )

    @property
    def index_version(self) -> str:
        """The version that every finding names."""
        return self._bundle.version

    @property
    def index_folder(self) -> Path:
        """Where that version lies."""
        return self._bundle.folder

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
        for examined in (examine or self._examine_all)(self._chunks(posts, skipped), names, where):
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
        return self._report(reported, skipped, len(found), shown, revisions)

    def _detect_together(
        self, detector: BatchDetector, contexts: Sequence[Context], window: Path | None
    ) -> list[Finding]:
        if window is None or not isinstance(detector, Remembers):
            return list(detector.detect_batch(contexts))
        from provenance.store.post_window import KeptPost, open_window

        with open_window(window) as kept:
            detector.remember(self._context_of(each.post, each.nearest) for each in kept.posts)
            findings = list(detector.detect_batch(contexts))
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
            if kind in frozenset(Kind) and (record := self._record(name)) is not None
        }
        now = post.posted_at.start if post.posted_at else datetime.now(UTC)
        return Context(post=post, hits=hits, index_version=self.index_version, settings=self.settings, now=now)

    def examine(
        self, posts: Sequence[Post], patterns: Iterable[str] | None = None, where: Filter | None = None
    ) -> Examined:
        """What a batch of posts gives before the posts of all batches are looked at together."""
        (examined,) = self._examine_all([posts], patterns, where)
        return examined

    def _examine_all(
        self, batches: Iterable[Sequence[Post]], patterns: Iterable[str] | None, where: Filter | None
    ) -> Iterator[Examined]:
        detectors = open_detectors(patterns)
        single = [each for each in detectors if isinstance(each, Detector)]
        together = any(isinstance(each, BatchDetector) for each in detectors)
        wanted = _narrowed(where, {kind for each in detectors for kind in each.looks_at})
        with self._picture_finder() as pictures, self._picture_texts() as texts:
            for posts in batches:
                examined = Examined()
                for context in self._contexts(posts, wanted, pictures, examined.skipped):
                    findings, problem = _detect(single, context)
                    if problem:
                        examined.skipped.append(problem)
                    examined.findings[context.post.id] = findings
                    if findings:
                        examined.posts[context.post.id] = context.post
                    if together:
                        examined.contexts.append(_slim(context))
                self._read_pictures([post for post in posts if post.media], texts, single, wanted, examined)
                yield examined

    def _read_pictures(
        self,
        posts: Sequence[Post],
        texts: PictureTexts | None,
        detectors: Sequence[Detector],
        where: Filter | None,
        examined: Examined,
    ) -> None:
        """Add what the text in the pictures of posts repeats."""
        if posts:
            examined.revisions[PICTURE_TEXT] = texts.revision if texts else PICTURES_UNREAD
        for post, said, context in self._said_in_pictures(posts, texts, where):
            findings, problem = _detect(detectors, context)
            examined.skipped.extend([problem] if problem else [])
            told = list(told_of(post, findings, said, examined.findings[post.id]))
            if told:
                examined.findings[post.id] += told
                examined.posts[post.id] = post

    def match(
        self, posts: Iterable[Post | Skipped], *, k: int = 100, where: Filter | None = None
    ) -> Iterator[tuple[Post, list[Hit]]]:
        """Ranked retrieval without any pattern: the best `k` records of each post, best first."""
        for chunk in self._chunks(posts, []):
            for post, hits in zip(chunk, self._retriever.rank(chunk, k=k, where=where), strict=True):
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

    def _calibrated(self, finding: Finding) -> Finding:
        own = self._calibration.get(finding.pattern)
        return finding if own is None else replace(finding, confidence=own(finding.weight_bits))

    def _picture_finder(self) -> AbstractContextManager[PictureFinder | None]:
        if not self._bundle.has_pictures:
            return nullcontext()
        from provenance.retrieval.pictures import PictureFinder

        assert self._bundle.pictures is not None
        return PictureFinder(self._bundle.pictures, self._record, anchors=self.settings.signers())

    def _recording_finder(self) -> RecordingFinder | None:
        if not (self._bundle.has_recordings or self._bundle.has_pictures):
            return None
        from provenance.alignment.time.find import RecordingFinder

        return RecordingFinder(self._bundle.recordings, self._bundle.pictures, self._record)

    def _picture_texts(self) -> AbstractContextManager[PictureTexts | None]:
        from provenance.media.ocr import can_read

        if not (can_read() and self.settings.read_pictures):
            return nullcontext()
        from provenance.retrieval.picture_text import PictureTexts

        return PictureTexts()

    def _said_in_pictures(
        self, posts: Sequence[Post], texts: PictureTexts | None, where: Filter | None
    ) -> Iterator[tuple[Post, PictureText, Context]]:
        """What the pictures of posts say, each text as a post of its own."""
        said = [(post, text) for post in posts if texts and may_speak(post) for text in texts.read(post)]
        spoken = [text.as_post(post) for post, text in said]
        for (post, text), context in zip(said, self._contexts(spoken, where, None, []), strict=True):
            yield post, text, context

    def _contexts(
        self, posts: Sequence[Post], where: Filter | None, pictures: PictureFinder | None, skipped: list[Skipped]
    ) -> Iterator[Context]:
        recordings = self._recording_finder() if any(post.media for post in posts) else None
        for post, hits in zip(posts, self._retriever.retrieve(posts, where=where), strict=True):
            shows: tuple[PictureHits, ...] = ()
            plays: tuple[ClipHits, ...] = ()
            if recordings and post.media:
                plays, unread = recordings.find(post)
                skipped += unread
            if pictures and post.media:
                shows, unread = pictures.find(post)
                skipped += unread
            now = post.posted_at.start if post.posted_at else datetime.now(UTC)
            yield Context(
                post=post,
                hits=hits,
                quotations=self._quotations.candidates(post, now) if self._quotations else (),
                pictures=shows,
                recordings=plays,
                index_version=self.index_version,
                settings=self.settings,
                now=now,
            )

    def _report(
        self,
        findings: tuple[Finding, ...],
        skipped: Sequence[Skipped],
        checked: int,
        posts: Mapping[str, Post],
        revisions: Mapping[str, str],
    ) -> CheckReport:
        reported = {finding.post_id for finding in findings}
        cited = {citation.evidence_id for finding in findings for citation in finding.citations}
        return CheckReport(
            header=Header(
                checked=checked,
                index_version=self.index_version,
                model_revisions=revisions,
                settings=self.settings.to_dict(),
            ),
            findings=findings,
            skipped=tuple(skipped),
            posts={name: posts[name] for name in posts if name in reported},
            evidence=self._records(cited),
            kept=self._kept(findings),
        )

    def _kept(self, findings: Iterable[Finding]) -> dict[tuple[str, str], bytes]:
        """Small copies of the pictures that matched; the files of records may be elsewhere."""
        matches = [match for finding in findings for match in finding.matches]
        shown = {(m.evidence_id, str(m.evidence_span.media)) for m in matches if isinstance(m.evidence_span, BoxSpan)}
        pictures = self._bundle.pictures if shown else None
        return {} if pictures is None else {key: copy for key in shown if (copy := pictures.small_copy(*key))}

    def _records(self, ids: Iterable[str]) -> dict[str, Evidence]:
        return {name: record for name in ids if (record := self._record(name)) is not None}

    def _record(self, evidence_id: str) -> Evidence | None:
        row = self._bundle.records.row(evidence_id)
        return None if row is None else self._bundle.records.evidence(row)


def _detect(detectors: Sequence[Detector], context: Context) -> tuple[list[Finding], Skipped | None]:
    """All findings of one post. A detector that fails costs this post, never the batch, and says so."""
    findings: list[Finding] = []
    for detector in detectors:
        try:
            findings += detector.detect(context)
        except ProvenanceError as error:
            return findings, _failed(context, detector, error)
        except Exception as error:  # the border of a post: one bad post must not end the batch
            log.exception("detector %s failed on post %s", detector.pattern, context.post.id)
            return findings, _failed(context, detector, error)
    return settle(findings), None


def _failed(context: Context, detector: Detector, error: Exception) -> Skipped:
    return Skipped(
        code="detector-failed",
        message=f"{detector.pattern}: {type(error).__name__}: {error}; the other patterns were checked",
        post_id=context.post.id,
    )


def _narrowed(where: Filter | None, kinds: set[Kind]) -> Filter:
    """The same filter, for those kinds only that some detector looks at."""
    from provenance.indexing.base import Filter

    base = where or Filter()
    return replace(base, kinds=frozenset(kinds) if base.kinds is None else base.kinds & kinds)


def _slim(context: Context) -> Context:
    """What a batch detector needs of a post: the best hit of each kind, so that 100,000 posts fit in memory."""
    return replace(
        context,
        hits={kind: tuple(hit.alone() for hit in hits[:1]) for kind, hits in context.hits.items()},
        quotations=(),
        pictures=(),
        recordings=(),
    )
