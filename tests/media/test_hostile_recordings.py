"""Recordings that are broken, mislabelled or odd: decoded, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from provenance.errors import RecordError
from provenance.media.audio import samples_of
from provenance.media.video import key_pictures, read_recording


def video(path: Path, *, codec: str = "mpeg4", kind: str | None = None, frames: int = 12, side: int = 64) -> Path:
    with av.open(str(path), "w", format=kind) as out:
        stream = out.add_stream(codec, rate=12)
        stream.width, stream.height = side, side
        stream.pix_fmt = {"prores_ks": "yuv422p10le", "mjpeg": "yuvj420p", "ffv1": "yuv420p"}.get(codec, "yuv420p")
        for number in range(frames):
            pixels = np.full((side, side, 3), 20 * (number % 12), np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        out.mux(stream.encode(None))
    return path


def sound(path: Path) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4000), np.int16), format="s16", layout="mono")
        frame.sample_rate = 8000
        out.mux([*stream.encode(frame), *stream.encode(None)])
    return path


def cut(path: Path, share: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def told(path: Path, read=read_recording) -> str:
    try:
        frames = list(read(path))
    except RecordError as error:
        return error.code if path.name in str(error) else "unnamed"
    return "ok" if frames else "nothing"


ODD = ["ffv1.mkv", "mjpeg.avi", "mpeg2video.mpg", "prores_ks.mov", "libvpx-vp9.webm"]


@pytest.mark.media
@pytest.mark.parametrize("name", ODD)
def test_uncommon_codecs_are_decoded(tmp_path, name):
    assert told(video(tmp_path / name, codec=name.split(".")[0])) == "ok"


@pytest.mark.media
@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.mp4", b"", "empty-media"),
        ("head.mkv", b"\x1aE\xdf\xa3" + bytes(60), "undecodable-media"),
        ("head.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(40), "undecodable-media"),
        ("noise.mp4", b"\x00\x00\x00\x18ftypmp42" + np.random.default_rng(4).bytes(9000), "undecodable-media"),
        ("noise.ogg", b"OggS" + np.random.default_rng(5).bytes(9000), "undecodable-media"),
        ("page.mp4", b"<!doctype html><html></html>", "unknown-media"),
        ("list.mp4", b"#EXTM3U\nfile:///etc/passwd\n", "unknown-media"),
    ],
)
def test_what_is_no_recording_is_refused_with_the_reason(tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    assert told(path) == code


@pytest.mark.media
def test_recording_without_its_table_of_contents_is_refused(tmp_path):
    path = video(tmp_path / "a.mp4", frames=200)
    assert path.read_bytes().find(b"moov") > path.stat().st_size // 2
    assert told(cut(path, 0.3)) in {"undecodable-media", "no-picture"}


@pytest.mark.media
def test_recording_whose_frames_are_all_damaged_is_refused(tmp_path):
    path = video(tmp_path / "a.avi", codec="mjpeg")
    data = path.read_bytes()
    films = data.find(b"movi") + 4
    path.write_bytes(data[:films] + bytes(len(data) - films))
    assert told(path) == "undecodable-media"


@pytest.mark.media
def test_sound_has_no_picture_and_a_silent_film_no_sound(tmp_path):
    heard, seen = sound(tmp_path / "a.wav"), video(tmp_path / "a.mp4")
    assert told(heard, key_pictures) == "no-picture"
    assert told(seen, samples_of) == "no-sound"
    assert told(heard) == told(seen) == "ok"


@pytest.mark.media
def test_film_in_disguise_of_a_picture_goes_to_the_right_decoder(tmp_path):
    made = video(tmp_path / "a.mp4")
    assert told(made.rename(tmp_path / "a.jpg")) == "ok"
