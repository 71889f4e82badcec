"""What the pictures of posts and the frames of their clips say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from provenance.errors import RecordError
from provenance.media.clip_frames import frames_to_read
from provenance.media.decoder import PictureDecoder
from provenance.media.limits import CLIP_LIMITS
from provenance.media.ocr import UNREAD, TextReader
from provenance.media.picture_text import PictureText, joined
from provenance.media.sniff import is_recording
from provenance.model.finding import Skipped
from provenance.model.media_path import media_file
from provenance.model.post import Post


class PictureTexts:
    """Reads the pictures and clips of posts; use it as a context manager, it owns a decoding and a reading process."""

    def __init__(self, reader: TextReader | None = None) -> None:
        self._reader = reader or TextReader()
        self._decoder = PictureDecoder()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._decoder.close()
        self._reader.close()

    @property
    def revision(self) -> str:
        """Of the recogniser."""
        return self._reader.revision

    def read(self, post: Post) -> tuple[tuple[PictureText, ...], tuple[Skipped, ...]]:
        """Pictures and frames of a post that say enough to be checked, and those that could not be read, and why.

        Frames of a recording that say the same are one. What cannot be decoded is reported by the search for pictures
        and recordings.
        """
        found: dict[tuple[str, str], PictureText] = {}
        skipped: list[Skipped] = []
        for number, media in enumerate(post.media):
            try:
                for said in self._said(str(media), media_file(media)):
                    if said.says_enough:
                        found.setdefault((said.media, said.text), said)
            except RecordError as error:
                if error.code == UNREAD:
                    message = f"{media}: {error} @ post {post.id}"
                    path = f"$.media[{number}]"
                    skipped.append(Skipped(code=error.code, message=message, post_id=post.id, path=path))
        return tuple(found.values()), tuple(skipped)

    def _said(self, media: str, path: Path) -> Iterator[PictureText]:
        if is_recording(path):
            for frame in frames_to_read(path, CLIP_LIMITS):
                ratio = frame.width / frame.height
                yield joined(media, self._reader.read(frame.pixels), ratio, round(frame.second, 2))
        else:
            picture = self._decoder.decode(path)
            yield joined(media, self._reader.read(picture.pixels), picture.width / picture.height)
