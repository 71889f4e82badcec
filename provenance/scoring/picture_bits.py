"""What speaks for and against a picture out of its context, in bits."""

from __future__ import annotations

#: log2 odds that a post with a known picture shows it out of context, before its text is read: most reuse is honest.
PRIOR = -3.0
#: The same picture beyond doubt, at most: wrong pictures are rare but for shared banners (figures/pictures.md).
SAME_PICTURE = 3.0
#: The text names only times that are not the picture's; more when a year or more lies between.
OTHER_DATE, OTHER_YEAR = 4.0, 1.0
#: The text names only places that are not the picture's; less when only the account's stated place differs.
OTHER_PLACE, OTHER_STATED_PLACE = 4.0, 1.0
#: The other of the two fits: the same place at another date, or the same date at another place, is more often honest.
ONE_FITS = -1.0
#: The text says that it shows what happens now: live, on the spot, 现场实拍.
SAID_TO_BE_LIVE = 1.0


def probability(bits: float) -> float:
    """Odds damped by a fifth, because few examples with pictures exist to calibrate on."""
    return float(1 / (1 + 2.0 ** (-0.8 * bits)))
