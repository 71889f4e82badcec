"""A process with several indexes open has over a thousand files open, and decodes pictures and clips all the same."""

from __future__ import annotations

import os
import resource
import wave
from contextlib import ExitStack

import numpy as np
import pytest

from provenance.media.audio import samples_of
from provenance.media.decoder import PictureDecoder
from tests.media.scenes import saved, scene

#: `select` knows the numbers of files below this.
KNOWN_TO_SELECT = 1024


@pytest.fixture
def many_files():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2 * KNOWN_TO_SELECT:
        pytest.skip("this system lets no process open so many files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * KNOWN_TO_SELECT), hard))
    with ExitStack() as opened:
        for _ in range(KNOWN_TO_SELECT):
            opened.callback(os.close, os.open(os.devnull, os.O_RDONLY))
        yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.media
@pytest.mark.usefixtures("many_files")
def test_a_picture_is_decoded(tmp_path):
    path = saved(scene(3), tmp_path / "scene.png")
    with PictureDecoder() as decoder:
        assert decoder.decode(path).pixels.shape[2] == 3


@pytest.mark.media
@pytest.mark.usefixtures("many_files")
def test_a_recording_is_decoded(tmp_path):
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", "none"))
        file.writeframes((8_000 * np.sin(np.arange(32_000) / 6)).astype(np.int16).tobytes())
    assert sum(map(len, samples_of(path))) > 0
