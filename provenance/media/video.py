"""The picture of a recording: small grey frames on an even clock, and key pictures where it changes."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.media.audio import RATE
from provenance.media.limits import DEFAULT_LIMITS, MediaLimits
from provenance.media.recording import blocks

Samples = npt.NDArray[np.float32]

#: Small frames a second: cuts are placed to half a frame of 25 a second.
PICTURE_FPS = 12.5
#: Their size in pixels; a 2-hour recording takes 210 MB.
SMALL_WIDTH, SMALL_HEIGHT = 64, 36
#: A key picture is taken when the mean change exceeds so many grey levels and so many seconds have passed, and at least
#: every so many seconds.
_KEY_CHANGE, _KEY_LEAST_S, _KEY_MOST_S = 6.0, 1.0, 8.0
#: Longest side of a key picture.
_KEY_SIDE = 640
#: Seconds between key pictures from which on a recording is decoded as a whole; encoders set one every 2 to 10 s.
_SPARSE_S = 20.0
_REQUEST = {
    "fps": PICTURE_FPS,
    "width": SMALL_WIDTH,
    "height": SMALL_HEIGHT,
    "side": _KEY_SIDE,
    "key_change": _KEY_CHANGE,
    "key_least_s": _KEY_LEAST_S,
    "key_most_s": _KEY_MOST_S,
}


@dataclass(frozen=True, slots=True, eq=False)
class SmallFrame:
    """A frame of the clock: uint8, shape (SMALL_HEIGHT, SMALL_WIDTH), grey."""

    second: float
    grey: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class KeyPicture:
    """A picture to be matched like any other: uint8, shape (height, width, 3), RGB, and the size of the recording."""

    second: float
    pixels: npt.NDArray[np.uint8]
    width: int
    height: int


def read_recording(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> Iterator[SmallFrame | KeyPicture | Samples]:
    """Picture and sound of a recording in one pass; memory does not grow with its length.

    Samples come in order, and so do frames and key pictures; which track is ahead is up to the file. A track that the
    file does not have is left out.

    Raises:
        RecordError: no recording, neither sound nor picture, or undecodable; `code` says which.
    """
    for kind, second, payload in blocks(path, {"track": "both", **_REQUEST, "rate": RATE}, limits):
        if kind == "S":
            yield np.frombuffer(payload, np.float32)
        elif kind == "L":
            yield _small(second, payload)
        elif kind == "K":
            yield _key(second, payload)


def read_parts(
    path: Path,
    parts: Sequence[tuple[float, float]],
    limits: MediaLimits = DEFAULT_LIMITS,
    *,
    at: Sequence[float] = (),
) -> Iterator[SmallFrame | KeyPicture]:
    """Frames of the clock in parts of a recording, and the pictures shown at some seconds of these parts.

    What lies between the parts is not decoded but for the frames that the first one of a part needs.

    Args:
        path: of the recording.
        parts: from and to, in seconds, in the order of time.
        limits: of decoding.
        at: seconds of which the next frame of the clock comes as a key picture, too.

    Raises:
        RecordError: no recording, no picture, or undecodable; `code` says which.
    """
    request = {"track": "picture", **_REQUEST, "parts": list(parts), "at": sorted(at)}
    for kind, second, payload in blocks(path, request, limits):
        yield _small(second, payload) if kind == "L" else _key(second, payload)


def key_pictures(path: Path, limits: MediaLimits = DEFAULT_LIMITS) -> Iterator[KeyPicture]:
    """Key pictures for an index: of most recordings only the frames that are coded for themselves are decoded.

    Raises:
        RecordError: no recording, no picture, or undecodable; `code` says which.
    """
    found, seconds = [], 0.0
    for kind, second, payload in blocks(path, {"track": "keys", **_REQUEST}, limits):
        if kind == "K":
            found.append(second)
            yield _key(second, payload)
        elif kind == "D":
            seconds = second
    if len(found) < seconds / _SPARSE_S:
        # Coded with hardly any frame of its own: everything has to be decoded after all.
        every = {"track": "picture", **_REQUEST, "parts": [(0.0, None)]}
        yield from (_key(second, payload) for kind, second, payload in blocks(path, every, limits) if kind == "K")


def stills(
    path: Path, seconds: Sequence[float], limits: MediaLimits = DEFAULT_LIMITS, *, side: int = 240
) -> dict[float, npt.NDArray[np.uint8]]:
    """What is shown at some seconds: uint8, shape (height, width, 3), RGB, at most `side` pixels long.

    Raises:
        RecordError: no recording, no picture, or undecodable; `code` says which.
    """
    request = {"track": "stills", **_REQUEST, "side": side, "at": sorted({max(0.0, each) for each in seconds})}
    return {second: _key(second, payload).pixels for kind, second, payload in blocks(path, request, limits)}


def _small(second: float, payload: bytes) -> SmallFrame:
    return SmallFrame(second, np.frombuffer(payload, np.uint8).reshape(SMALL_HEIGHT, SMALL_WIDTH))


def _key(second: float, payload: bytes) -> KeyPicture:
    wide, tall, width, height = struct.unpack("<IIII", payload[:16])
    return KeyPicture(second, np.frombuffer(payload[16:], np.uint8).reshape(tall, wide, 3), width, height)
