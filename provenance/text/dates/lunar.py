"""The Chinese lunisolar calendar of 1900-2100 by table: which solar day a lunar date is.

The table was computed once with lunar-python 1.4.8 (MIT) and holds one number a year: bits 0-12 say which of its
months, in their order with the leap month in its place, have 30 days instead of 29; bits 13-16 after which month the
leap month stands (0: none); the bits above, how many days after 1 January the first month begins.
"""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2100

_TABLE = tuple(
    int(entry, 16)
    for entry in """
    3d16d2 620752 4c0ea5 38b64a 5c064b 440a9b 309556 56056a 400b59 2a5752
    500752 3adb25 600b25 480a4b 32b4ab 5802ad 42056b 2c4b69 520da9 3efd92
    640e92 4c0d25 36ba4d 5c0a56 4602b6 2e95b5 5606d4 400ea9 2c5e92 500e92
    3acd26 5e052b 480a57 32b2b6 580b5a 4406d4 2e6ec9 520749 3cf693 620a93
    4c052b 34ca5b 5a0aad 46056a 309b55 560ba4 400b49 2a5a93 500a95 38f52d
    5e0536 480aad 34b5aa 5805b2 420da5 2e7d4a 540d4a 3d0a95 600a97 4c0556
    36cab5 5a0ad5 4606d2 308ea5 560ea5 40064a 286c97 4e0a9b 3af55a 5e056a
    480b69 34b752 5a0b52 420b25 2c964b 520a4b 3d14ab 6002ad 4a056d 36cb69
    5c0da9 460d92 309d25 560d25 415a4d 640a56 4e02b6 38c5b5 5e06d5 480ea9
    34be92 5a0e92 440d26 2c6a56 500a57 3d14d6 62035a 4a06d5 36b6c9 5c0749
    460693 2e952b 54052b 3e0a5b 2a555a 4e056a 38fb55 600ba4 4a0b49 32ba93
    580a95 42052d 2c8aad 500ab5 3d35aa 6205d2 4c0da5 36dd4a 5c0d4a 460c95
    30952e 540556 3e0ab5 2a55b2 5006d2 38cea5 5e0725 48064b 32ac97 560cab
    42055a 2c6ad6 520b69 3d7752 620b52 4c0b25 36da4b 5a0a4b 4404ab 2ea55b
    5405ad 3e0b6a 2a5b52 500d92 3afd25 5e0d25 480a55 32b4ad 5804b6 4005b5
    2c6daa 520ec9 3f1e92 620e92 4c0d26 36ca56 5a0a57 4404d6 2e86d5 540755
    400749 286e93 4e0693 38f52b 5e052b 460a5b 32b55a 58056a 420b65 2c974a
    520b4a 3d1a95 620a95 4a052d 34caad 5a0ab5 4605aa 2e8ba5 540da5 400d4a
    2a7c95 4e0c96 38f94e 5e0556 480ab5 32b5b2 5806d2 420ea5 2e8e4a 50068b
    3b0c97 6004ab 4a055b 34cad6 5a0b6a 460752 309725 540b45 3e0a8b 28549b
    4e04ab
""".split()  # noqa: SIM905 - two hundred quoted entries would hide the table
)


def _lengths(row: int) -> list[int]:
    months = 13 if row >> 13 & 15 else 12
    return [30 if row >> place & 1 else 29 for place in range(months)]


def lunar_month(year: int, number: int, *, leap: bool = False) -> tuple[datetime, int] | None:
    """First day and length in days of a lunar month.

    Args:
        year: the lunar year, named after the solar year in which it begins.
        number: 1-12.
        leap: whether the leap month after it is meant.

    Returns:
        None outside the table, or where the year has no such leap month.
    """
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12):
        return None
    row = _TABLE[year - FIRST_YEAR]
    leap_after = row >> 13 & 15
    if leap and leap_after != number:
        return None
    place = number - 1 + (1 if leap or 0 < leap_after < number else 0)
    lengths = _lengths(row)
    first = datetime(year, 1, 1) + timedelta(days=(row >> 17) + sum(lengths[:place]))
    return first, lengths[place]


def lunar_day(year: int, number: int, day_number: int, *, leap: bool = False) -> datetime | None:
    """The solar day of a lunar date; the 30th of a short month is its 29th, as 大年三十 is understood."""
    found = lunar_month(year, number, leap=leap)
    if found is None or not 1 <= day_number <= 30:
        return None
    first, length = found
    return first + timedelta(days=min(day_number, length) - 1)
