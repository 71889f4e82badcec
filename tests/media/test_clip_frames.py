"""What the frames of a clip say."""

from __future__ import annotations

import numpy as np
import pytest

from provenance.errors import RecordError
from provenance.media.box import Box
from provenance.media.clip_frames import frames_to_read
from provenance.media.ocr import UNREAD, TextLine
from provenance.model.media_path import MediaPath
from provenance.model.post import Post
from provenance.retrieval.picture_text import PictureTexts
from tests.media.recordings import FPS, speech, written
from tests.media.scenes import scene


def captioned(*levels: int, seconds: int = 3) -> np.ndarray:
    """A still scene, a bar of another grey at its foot for so many seconds each."""
    frames = []
    for level in levels:
        frame = scene(5, 320, 180).copy()
        frame[150:] = level
        frames.append(np.repeat(frame[None], seconds * FPS, 0))
    return np.concatenate(frames)


class ByCaption:
    """Reads the bar; what is written down for its grey is what it says."""

    revision = "by caption 1"

    def __init__(self, said: dict[int, str]) -> None:
        self.said, self.asked = said, 0

    def read(self, pixels: np.ndarray) -> tuple[TextLine, ...]:
        self.asked += 1
        text = self.said[min(self.said, key=lambda level: abs(level - int(pixels[-5:].mean())))]
        if text == "broken":
            raise RecordError("its text was not read", code=UNREAD)
        return (TextLine(text, Box(0.1, 0.85, 0.9, 0.95), 0.99),)

    def close(self) -> None:
        """Nothing to end."""


@pytest.mark.media
def test_each_caption_of_a_clip_is_seen_once(tmp_path):
    file = written(tmp_path / "a.mp4", captioned(20, 120, 230, 120))
    seen = frames_to_read(file)
    assert [int(frame.pixels[-5:].mean()) for frame in seen] == [
        pytest.approx(level, abs=12) for level in (20, 120, 230)
    ]
    assert [frame.second for frame in seen] == sorted(frame.second for frame in seen)


@pytest.mark.media
def test_clip_of_many_captions_is_read_here_and_there(tmp_path):
    file = written(tmp_path / "a.mp4", captioned(*range(5, 250, 35), seconds=2))
    assert len(frames_to_read(file)) == 4
    assert len(frames_to_read(file, most=2)) == 2


@pytest.mark.media
def test_frames_that_say_the_same_are_one_text_with_its_second(tmp_path):
    file = written(tmp_path / "a.mp4", captioned(20, 120, 230))
    same = "Drinking bleach cures the new virus"
    with PictureTexts(ByCaption({20: same, 120: "hello", 230: same})) as texts:
        (said,), skipped = texts.read(Post(id="p", media=(MediaPath("a.mp4", file),)))
    assert (said.media, said.text, skipped) == ("a.mp4", same, ())
    assert said.at_s == pytest.approx(0.0, abs=1.0)


@pytest.mark.media
def test_frame_that_cannot_be_read_is_told_and_sound_has_nothing_to_read(tmp_path):
    film = written(tmp_path / "a.mp4", captioned(20))
    sound = written(tmp_path / "b.mp4", None, speech(2.0))
    with PictureTexts(ByCaption({20: "broken"})) as texts:
        said, (skipped,) = texts.read(Post(id="p", media=(MediaPath("a.mp4", film), MediaPath("b.mp4", sound))))
    assert said == ()
    assert (skipped.code, skipped.post_id, skipped.path) == (UNREAD, "p", "$.media[0]")
