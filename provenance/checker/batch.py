"""What a batch of posts gives, each post by itself: retrieved records, pictures and recordings, and findings."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from provenance.config import Settings
from provenance.detectors import open_detectors
from provenance.detectors.base import BatchDetector, Context, Detector, Screens
from provenance.detectors.judging import Judging
from provenance.detectors.read_in_picture import may_speak, told_of
from provenance.detectors.read_in_record import told_of_records
from provenance.detectors.settle import explained_better, settle
from provenance.errors import ProvenanceError
from provenance.model.evidence import Kind
from provenance.model.finding import Finding, Skipped
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.model.report import PICTURE_TEXT, PICTURES_UNREAD
from provenance.model.silence import Silence

if TYPE_CHECKING:
    from provenance.alignment.clip_hits import ClipHits
    from provenance.alignment.time.find import RecordingFinder
    from provenance.indexing.base import Filter
    from provenance.indexing.bundle import IndexBundle
    from provenance.media.picture_text import PictureText
    from provenance.retrieval import Retriever
    from provenance.retrieval.picture_text import PictureTexts
    from provenance.retrieval.pictured import PicturedFinder
    from provenance.retrieval.pictures import PictureFinder, PictureHits
    from provenance.retrieval.quotations import QuotationFinder

log = logging.getLogger(__name__)


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


class Examiner:
    """Examines posts batch by batch, against one version of an index."""

    def __init__(
        self,
        bundle: IndexBundle,
        retriever: Retriever,
        quotations: QuotationFinder | None,
        settings: Settings,
        pictured: PicturedFinder | None = None,
    ) -> None:
        self._bundle = bundle
        self._retriever = retriever
        self._quotations = quotations
        self._pictured = pictured
        self._settings = settings

    def examine(
        self, batches: Iterable[Sequence[Post]], patterns: Iterable[str] | None, where: Filter | None
    ) -> Iterator[Examined]:
        """What each batch gives, in their order.

        Args:
            batches: of posts; the posts of a batch are encoded together.
            patterns: look for these only; None looks for all.
            where: only records that pass may be cited.
        """
        detectors = open_detectors(patterns)
        single = [each for each in detectors if isinstance(each, Detector)]
        together = any(isinstance(each, BatchDetector) for each in detectors)
        wanted = _narrowed(where, {kind for each in detectors for kind in each.looks_at})
        texts: PictureTexts | None = None
        with self._picture_finder() as pictures, ExitStack() as opened:
            for posts in batches:
                examined = Examined()
                contexts = list(self._contexts(posts, wanted, pictures, examined.skipped))
                for context, looking in zip(contexts, _looking(single, contexts), strict=True):
                    findings, problem = self._detect(looking, context)
                    if problem:
                        examined.skipped.append(problem)
                    examined.findings[context.post.id] = findings
                    if findings:
                        examined.posts[context.post.id] = context.post
                    if together:
                        examined.contexts.append(_slim(context))
                if shown := [post for post in posts if post.media]:
                    texts = texts or opened.enter_context(self._picture_texts())
                    self._read_pictures(shown, texts, single, wanted, examined)
                yield examined

    def silences(self, post: Post) -> list[Silence]:
        """By which rules the detectors stay silent on a post, in registry order; what its pictures say is not read.

        Raises:
            Exception: whatever a detector that fails raises.
        """
        detectors = open_detectors()
        judging = [each for each in detectors if isinstance(each, Judging)]
        wanted = _narrowed(None, {kind for each in detectors for kind in each.looks_at})
        with self._picture_finder() as pictures:
            (context,) = self._contexts([post], wanted, pictures, [])
            judged = [list(detector.judge(context)) or list(detector.nearly(context)) for detector in judging]
        said = [each for of_one in judged for each in of_one]
        silent = [each for each in said if isinstance(each, Silence)]
        for finding, why in explained_better([each for each in said if isinstance(each, Finding)]):
            record = self._bundle.records.find(finding.citations[0].evidence_id)
            silent.append(Silence(finding.pattern, why, record))
        return silent

    def _read_pictures(
        self,
        posts: Sequence[Post],
        texts: PictureTexts | None,
        detectors: Sequence[Detector],
        where: Filter | None,
        examined: Examined,
    ) -> None:
        """Add what the text in the pictures of posts repeats."""
        examined.revisions[PICTURE_TEXT] = texts.revision if texts else PICTURES_UNREAD
        for post, said, context in self._said_in_pictures(posts, texts, where, examined.skipped):
            findings, problem = self._detect(detectors, context)
            examined.skipped.extend([problem] if problem else [])
            told = list(told_of(post, findings, said, examined.findings[post.id]))
            if told:
                examined.findings[post.id] += told
                examined.posts[post.id] = post

    def _picture_finder(self) -> AbstractContextManager[PictureFinder | None]:
        if not self._bundle.has_pictures:
            return nullcontext()
        from provenance.retrieval.pictures import PictureFinder

        assert self._bundle.pictures is not None
        return PictureFinder(self._bundle.pictures, self._bundle.records.find, anchors=self._settings.signers())

    def _recording_finder(self) -> RecordingFinder | None:
        if not (self._bundle.has_recordings or self._bundle.has_pictures):
            return None
        from provenance.alignment.time.find import RecordingFinder

        return RecordingFinder(self._bundle.recordings, self._bundle.pictures, self._bundle.records.find)

    def _picture_texts(self) -> AbstractContextManager[PictureTexts | None]:
        from provenance.media.ocr import can_read

        if not (can_read() and self._settings.read_pictures):
            return nullcontext()
        from provenance.retrieval.picture_text import PictureTexts

        return PictureTexts()

    def _said_in_pictures(
        self, posts: Sequence[Post], texts: PictureTexts | None, where: Filter | None, skipped: list[Skipped]
    ) -> Iterator[tuple[Post, PictureText, Context]]:
        """What the pictures of posts say, each text as a post of its own."""
        said: list[tuple[Post, PictureText]] = []
        for post in posts:
            if texts and may_speak(post):
                read, unread = texts.read(post)
                said += ((post, text) for text in read)
                skipped += unread
        spoken = [text.as_post(post) for post, text in said]
        for (post, text), context in zip(said, self._contexts(spoken, where, None, []), strict=True):
            yield post, text, context

    def _said(self, posts: Sequence[Post], where: Filter | None) -> Iterator[Mapping[Kind, Sequence[Hit]]]:
        """For each post its hits among the pictures of records."""
        return self._pictured.retrieve(posts, where) if self._pictured else iter([{}] * len(posts))

    def _detect(self, detectors: Sequence[Detector], context: Context) -> tuple[list[Finding], Skipped | None]:
        """All findings of one post. A detector that fails costs this post, never the batch, and says so."""
        findings: list[Finding] = []
        problem: Skipped | None = None
        for detector in detectors:
            try:
                findings += detector.detect(context)
            except Exception as error:  # the border of a post: one bad post must not end the batch
                if not isinstance(error, ProvenanceError):
                    log.exception("detector %s failed on post %s", detector.pattern, context.post.id)
                problem = _failed(context, detector, error)
                break
        told = told_of_records(findings, context.read, self._bundle.records.find)
        return (list(told) if problem else settle(list(told))), problem

    def _contexts(
        self, posts: Sequence[Post], where: Filter | None, pictures: PictureFinder | None, skipped: list[Skipped]
    ) -> Iterator[Context]:
        recordings = self._recording_finder() if any(post.media for post in posts) else None
        checked_at = datetime.now(UTC)
        moments = [post.posted_at.start if post.posted_at else checked_at for post in posts]
        quoted = self._quotations.candidates_each(posts, moments) if self._quotations else [()] * len(posts)
        for post, now, quotations, hits, said in zip(
            posts, moments, quoted, self._retriever.retrieve(posts, where=where), self._said(posts, where), strict=True
        ):
            shows: tuple[PictureHits, ...] = ()
            plays: tuple[ClipHits, ...] = ()
            if recordings and post.media:
                plays, unread = recordings.find(post)
                skipped += unread
            if pictures and post.media:
                shows, unread = pictures.find(post)
                skipped += unread
            found = self._pictured.beside(post, hits, quotations, said, now) if self._pictured else None
            yield Context(
                post=post,
                hits=found.hits if found else hits,
                quotations=found.quotations if found else quotations,
                read=found.read if found else {},
                pictures=shows,
                recordings=plays,
                index_version=self._bundle.version,
                settings=self._settings,
                wordwise=self._retriever.wordwise,
                now=now,
            )


def _looking(detectors: Sequence[Detector], contexts: Sequence[Context]) -> Iterator[list[Detector]]:
    """For each post the detectors that may find something."""
    may = [_may_find(detector, contexts) for detector in detectors]
    for place in range(len(contexts)):
        yield [detector for detector, posts in zip(detectors, may, strict=True) if posts[place]]


def _may_find(detector: Detector, contexts: Sequence[Context]) -> list[bool]:
    if isinstance(detector, Screens):
        try:
            found: list[bool] = detector.may_find(contexts).tolist()
            return found
        except Exception:  # one bad post must not end the batch: each is looked at by itself, and fails by itself
            log.exception("detector %s cannot screen its posts; it looks at all of them", detector.pattern)
    return [True] * len(contexts)


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
    return Context(
        post=context.post,
        hits={kind: (hits[0].alone(),) for kind, hits in context.hits.items() if hits},
        index_version=context.index_version,
        settings=context.settings,
        now=context.now,
    )
