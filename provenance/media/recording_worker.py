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
            {"sound": _sound, "picture": _picture, "keys": _keys, "stills": _stills}[request["track"]](
                source, request, out
            )
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
    import av
    import numpy as np

    if not source.streams.audio:
        _refuse(out, "no-sound", "has no sound")
        return
    resampler = av.AudioResampler(format="flt", layout="mono", rate=request["rate"])
    done, most = 0, int(request["rate"] * request["seconds"])
    for frame in _frames(source, source.streams.audio[0]):
        for part in resampler.resample(frame):
            samples = np.ascontiguousarray(part.to_ndarray().ravel(), np.float32)
            _block(out, b"S", done / request["rate"], samples.tobytes())
            done += len(samples)
        if done > most:
            _refuse(out, "media-too-large", f"is longer than {request['seconds']:g} s")
            return
    if not done:
        _refuse(out, "undecodable-media", "holds no sound that can be decoded")


def _picture(source: Any, request: dict[str, Any], out: BinaryIO) -> None:
    """Small pictures on the clock and key pictures, of the whole recording or of `start` ≤ t < `end` seconds."""
    import cv2
    import numpy as np

    stream = _video(source, request, out)
    if stream is None:
        return
    width, height, step = request["width"], request["height"], 1 / request["fps"]
    origin, end = _origin(stream), request.get("end", float("inf"))
    clock, first, kept, kept_at = 0.0, None, None, -1e9
    if request.get("start"):
        clock = np.ceil(request["start"] * request["fps"] - 1e-6) * step
        source.seek(int((clock + origin) / stream.time_base), stream=stream, backward=True)
    for frame in _frames(source, stream):
        if frame.pts is None:
            continue
        second = float(frame.pts * frame.time_base) - origin
        first = second if first is None else first
        if second > request["seconds"]:
            _refuse(out, "media-too-large", f"is longer than {request['seconds']:g} s")
            return
        if second >= end:
            return
        if second + 1e-3 < clock:
            continue
        grey = _luminance(frame)
        small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
        while second + 1e-3 >= clock:
            _block(out, b"L", clock, small.tobytes())
            clock += step
        tiny = cv2.resize(small, (32, 18), interpolation=cv2.INTER_AREA).astype(np.float32)
        wait = second - kept_at
        if (
            kept is None
            or wait >= request["key_most_s"]
            or (wait >= request["key_least_s"] and float(np.abs(tiny - kept).mean()) > request["key_change"])
        ):
            kept, kept_at = tiny, second
            _key(out, second, frame, request)
    if first is None:
        _refuse(out, "undecodable-media", "holds no frame that can be decoded")


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
