"""Times are shown without what says nothing."""

import pytest

from provenance.report.when import readable_time


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("2021", "2021"),
        ("2021-07", "2021-07"),
        ("2021-07-20", "2021-07-20"),
        ("2025-08-07T18:50+08:00", "2025-08-07 18:50 +08:00"),
        ("2025-08-07T18:50:31+08:00", "2025-08-07 18:50 +08:00"),
        ("2015-08-12T00:00:00+00:00/2015-08-14T00:00:00+00:00", "2015-08-12 – 2015-08-13"),
        ("2015-08-12T00:00:00+08:00/2015-08-13T00:00:00+08:00", "2015-08-12"),
        (
            "2015-08-12T18:00:00+08:00/2015-08-13T00:00:00+08:00",
            "2015-08-12 18:00 +08:00 – 2015-08-13 00:00 +08:00",
        ),
        ("last summer", "last summer"),
        (None, ""),
    ],
)
def test_a_time_is_shown_as_a_reader_would_write_it(stated, shown):
    assert readable_time(stated) == shown
