"""The decoding process of recordings: `worker.py` for video and sound. Writes frames of bytes on stdout, then ends.

Output: blocks of (one byte kind, float64 second, uint32 length, payload). Kinds: `S` sound as
float32 samples, `L` a small grey picture of the clock, `K` a key picture in RGB, `D` the length in seconds, `E` an
error as JSON, `Z` the end.
"""

from __future__ import annotations

import json
import resource
import struct
import sys
from typing import Any, BinaryIO


def main(request: dict[str, Any], out: BinaryIO) -> None:
    """Decode one file."""
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
    try:
        import av

        av.logging.set_level(av.logging.PANIC)
        with av.open(request["path"], options={"protocol_whitelist": "file"}) as source:
            does = {"sound": _sound, "picture": _picture, "both": _both, "keys": _keys, "stills": _stills}
            does[request["track"]](source, request, out)
    except MemoryError:
        _block(
            out, b"E", 0.0, json.dumps({"code": "media-too-large", "text": "needs more memory than allowed"}).encode()
        )
    except Exception as error:  # noqa: BLE001 - a decoder may raise anything on hostile bytes; it becomes a reason
        text = f"{type(error).__name__}: {error}"
        _block(out, b"E", 0.0, json.dumps({"code": "undecodable-media", "text": text}).encode())
    _block(out, b"Z", 0.0, b"")


def _block(out: BinaryIO, kind: bytes, second: float, payload: bytes) -> None:
    out.write(kind + struct.pack("<dI", second, len(payload)) + payload)
    out.flush()


def _refuse(out: BinaryIO, code: str, text: str) -> None:
    _block(out, b"E", 0.0, json.dumps({"code": code, "text": text}).encode())


def _sound(source: Any, request: dict[str, Any], out: BinaryIO) -> None:
    if not source.streams.audio:
        _refuse(out, "no-sound", "has no sound")
        return
    track = _Sound(request, out)
    if all(track.take(frame) for frame in _frames(source, source.streams.audio[0])):
        track.end()


def _picture(source: Any, request: dict[str, Any], out: BinaryIO) -> None:
    """Of each of the `parts` (start, end or null) in rising order; all of them together hold a frame at least."""
    stream = _video(source, request, out)
    if stream is None:
        return
    seen = False
    for start, end in request["parts"]:
        track = _Picture(stream, request, out, start, end)
        if start:
            source.seek(track.seek_to, stream=stream, backward=True)
        for frame in _frames(source, stream):
            if not track.take(frame):
                break
        if track.refused:
            return
        seen = seen or track.seen
    if not seen:
        _refuse(out, "undecodable-media", "holds no frame that can be decoded")


def _both(source: Any, request: dict[str, Any], out: BinaryIO) -> None:
    """Sound and picture of a whole recording in one pass; the one that it does not have is left out."""
    import av

    tracks: dict[int, _Sound | _Picture] = {}
    if source.streams.audio:
        tracks[source.streams.audio[0].index] = _Sound(request, out)
    if source.streams.video or not tracks:
        stream = _video(source, request, out)
        if stream is None:
            return
        tracks[stream.index] = _Picture(stream, request, out)
    for packet in source.demux([source.streams[index] for index in tracks]):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue
        track = tracks[packet.stream.index]
        if not all(track.take(frame) for frame in frames) and track.refused:
            return
    for track in tracks.values():
        track.end()


class _Sound:
    """Writes the samples of the frames that it is given."""

    def __init__(self, request: dict[str, Any], out: BinaryIO) -> None:
        import av

        self._resampler = av.AudioResampler(format="flt", layout="mono", rate=request["rate"])
        self._request, self._out, self._done = request, out, 0
        self.refused = False

    def take(self, frame: Any) -> bool:
        """False when it wants no more."""
        import numpy as np

        rate, seconds = self._request["rate"], self._request["seconds"]
        for part in self._resampler.resample(frame):
            samples = np.ascontiguousarray(part.to_ndarray().ravel(), np.float32)
            _block(self._out, b"S", self._done / rate, samples.tobytes())
            self._done += len(samples)
        if self._done > int(rate * seconds):
            _refuse(self._out, "media-too-large", f"is longer than {seconds:g} s")
            self.refused = True
        return not self.refused

    def end(self) -> None:
        """Refuse what held nothing."""
        if not self._done:
            _refuse(self._out, "undecodable-media", "holds no sound that can be decoded")


class _Picture:
    """Writes small pictures on the clock and key pictures, of `start` ≤ t < `end` seconds."""

    def __init__(
        self, stream: Any, request: dict[str, Any], out: BinaryIO, start: float = 0.0, end: float | None = None
    ) -> None:
        import numpy as np

        self._request, self._out, self._step = request, out, 1 / request["fps"]
        self._origin, self._end = _origin(stream), float("inf") if end is None else end
        self._clock = float(np.ceil(start * request["fps"] - 1e-6)) * self._step
        self.seek_to = int((self._clock + self._origin) / stream.time_base)
        self._kept: Any = None
        self._kept_at = -1e9
        self._wanted = [second for second in request.get("at", ()) if start <= second < self._end]
        self.seen = self.refused = False

    def take(self, frame: Any) -> bool:
        """False when it wants no more."""
        import cv2

        if frame.pts is None:
            return True
        request, second = self._request, float(frame.pts * frame.time_base) - self._origin
        self.seen = True
        if second > request["seconds"]:
            _refuse(self._out, "media-too-large", f"is longer than {request['seconds']:g} s")
            self.refused = True
        if self.refused or second >= self._end:
            return False
        if second + 1e-3 < self._clock:
            return True
        size = request["width"], request["height"]
        small = cv2.resize(_luminance(frame), size, interpolation=cv2.INTER_AREA)
        while second + 1e-3 >= self._clock:
            _block(self._out, b"L", self._clock, small.tobytes())
            self._clock += self._step
        if self._is_key(small, second):
            _key(self._out, second, frame, request)
        return True

    def end(self) -> None:
        """Refuse what held nothing."""
        if not self.seen:
            _refuse(self._out, "undecodable-media", "holds no frame that can be decoded")

    def _is_key(self, small: Any, second: float) -> bool:
        import cv2
        import numpy as np

        if self._request.get("at") is not None:
            passed = [each for each in self._wanted if second + 1e-3 >= each]
            self._wanted = self._wanted[len(passed) :]
            return bool(passed)
        tiny = cv2.resize(small, (32, 18), interpolation=cv2.INTER_AREA).astype(np.float32)
        wait = second - self._kept_at
        if self._kept is not None and wait < self._request["key_most_s"]:
            changed = float(np.abs(tiny - self._kept).mean()) > self._request["key_change"]
            if wait < self._request["key_least_s"] or not changed:
                return False
        self._kept, self._kept_at = tiny, second
        return True


def _keys(source: Any, request: dict[str, Any], out: BinaryIO) -> None:
    """Key pictures alone: only frames that are coded for themselves are decoded, at most one in `key_least_s`."""
    import av

    stream = _video(source, request, out)
    if stream is None:
        return
    stream.codec_context.skip_frame = "NONKEY"
    origin, last, wanted = _origin(stream), -1e9, []
    end = 0.0
    for packet in source.demux(stream):
        if packet.pts is not None:
            second = float(packet.pts * packet.time_base) - origin
            end = max(end, second + float((packet.duration or 0) * packet.time_base))
            if end > request["seconds"]:
                _refuse(out, "media-too-large", f"is longer than {request['seconds']:g} s")
                return
            if not packet.is_keyframe or second - last < request["key_least_s"]:
                continue
            last = second
        try:
            wanted = packet.decode()
        except av.error.InvalidDataError:
            continue
        for frame in wanted:
            if frame.pts is not None:
                _key(out, float(frame.pts * frame.time_base) - origin, frame, request)
    _block(out, b"D", end, b"")


def _stills(source: Any, request: dict[str, Any], out: BinaryIO) -> None:
    """The frame shown at each of some seconds, in rising order; the last one stands for what lies behind the end."""
    stream = _video(source, request, out)
    if stream is None:
        return
    origin = _origin(stream)
    for wanted in request["at"]:
        source.seek(int((wanted + origin) / stream.time_base), stream=stream, backward=True)
        shown = None
        for frame in _frames(source, stream):
            if frame.pts is None:
                continue
            if shown is not None and float(frame.pts * frame.time_base) - origin > wanted + 1e-3:
                break
            shown = frame
        if shown is not None:
            _key(out, wanted, shown, request)


def _video(source: Any, request: dict[str, Any], out: BinaryIO) -> Any:
    import cv2

    cv2.setNumThreads(1)
    if not source.streams.video:
        _refuse(out, "no-picture", "has no picture")
        return None
    stream = source.streams.video[0]
    stream.thread_type = "SLICE"
    # Nothing here looks at single pixels: the filter that hides the borders of blocks costs a sixth of the decoding.
    stream.codec_context.options = {"skip_loop_filter": "all"}
    pixels = stream.codec_context.width * stream.codec_context.height
    if pixels > request["pixels"]:
        _refuse(out, "media-too-large", f"{stream.codec_context.width} × {stream.codec_context.height} pixels a frame")
        return None
    return stream


def _origin(stream: Any) -> float:
    """Second at which the stream starts on the clock of its file."""
    return float((stream.start_time or 0) * stream.time_base)


def _luminance(frame: Any) -> Any:
    """Grey picture: the plane that most files hold anyway, without a conversion."""
    import numpy as np

    if not frame.format.name.startswith(("yuv4", "yuvj4", "nv12")) or frame.format.name.endswith(("le", "be")):
        return frame.reformat(format="gray8").to_ndarray()
    plane = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]


def _key(out: BinaryIO, second: float, frame: Any, request: dict[str, Any]) -> None:
    import numpy as np

    scale = min(1.0, request["side"] / max(frame.width, frame.height))
    size = max(2, round(frame.width * scale)), max(2, round(frame.height * scale))
    rgb = frame.reformat(width=size[0], height=size[1], format="rgb24", interpolation="AREA").to_ndarray()
    head = struct.pack("<IIII", rgb.shape[1], rgb.shape[0], frame.width, frame.height)
    _block(out, b"K", second, head + np.ascontiguousarray(rgb).tobytes())


def _frames(source: Any, stream: Any) -> Any:
    """Frames of one stream; a damaged packet is left out, as players do."""
    import av

    for packet in source.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


if __name__ == "__main__":
    main(json.loads(sys.stdin.buffer.readline()), sys.stdout.buffer)
