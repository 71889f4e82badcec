from __future__ import annotations

import pytest

from tests.jobs.newsroom import Newsroom


@pytest.fixture
def room(tmp_path):
    return Newsroom(tmp_path)
