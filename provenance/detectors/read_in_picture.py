"""Findings about the text of a picture or frame, told as findings of the post that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from provenance.model.finding import Finding, Reason
from provenance.model.post import Post
from provenance.model.span import TextSpan
from provenance.text.stance import Stance, stance_of

if TYPE_CHECKING:
    from provenance.media.picture_text import PictureText

#: Keys of the details that hold stretches of the post's text.
_OF_POST = frozenset({"post_span", "text_spans"})


def may_speak(post: Post) -> bool:
    """Whether what the pictures say is said by the post: not where its own text refutes it or asks."""
    return not post.text.strip() or stance_of(post.text).stance is Stance.SPREAD


def told_of(post: Post, findings: Iterable[Finding], said: PictureText, known: Iterable[Finding]) -> Iterator[Finding]:
    """The findings of a picture's text, their spans turned into boxes.

    Args:
        post: that shows the picture.
        findings: on the text of the picture alone.
        said: that text.
        known: findings of the post so far; what they cite for the same pattern is not reported again.
    """
    seen = {(finding.pattern, match.evidence_id) for finding in known for match in finding.matches}
    for finding in findings:
        if any((finding.pattern, match.evidence_id) in seen for match in finding.matches):
            continue
        spans = [match.post_span for match in finding.matches if isinstance(match.post_span, TextSpan)]
        quote = said.text[min((s.start for s in spans), default=0) : max((s.end for s in spans), default=None)]
        where = f"the picture {said.media}" if said.at_s is None else f"{said.media} at {said.at_s:.1f} s"
        reason = Reason("read-in-picture", f"the words stand in {where}: “{quote}”", 0.0)
        yield replace(
            finding,
            post_id=post.id,
            reasons=(*finding.reasons, reason),
            matches=tuple(
                replace(match, post_span=said.box(match.post_span)) if isinstance(match.post_span, TextSpan) else match
                for match in finding.matches
            ),
            details={**_boxed(dict(finding.details), said), **_read(said)},
        )


def _read(said: PictureText) -> dict[str, Any]:
    read: dict[str, Any] = {"read_in": said.media, "read_text": said.text}
    return read if said.at_s is None else {**read, "read_at_s": said.at_s}


def _boxed(value: Any, said: PictureText, *, of_post: bool = False) -> Any:
    """Details with every stretch of the post's text as a box."""
    if isinstance(value, dict) and of_post and value.get("unit") == "char":
        return said.box(TextSpan(value["start"], value["end"])).to_dict()
    if isinstance(value, dict):
        return {key: _boxed(item, said, of_post=key in _OF_POST) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_boxed(item, said, of_post=of_post) for item in value]
    return value
