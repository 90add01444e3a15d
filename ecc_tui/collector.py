"""When garbage is collected: while nobody types.

Python looks at everything that is alive each time that enough was made and thrown away; with a long form on the screen
that is a tenth of a second, in the middle of a key. Here it does so seldom by itself, and soon in a pause.
"""

from __future__ import annotations

import gc

SELDOM = 100
"""Collections of what is younger between two of everything; Python's own default is 10."""
DUE = 10
"""So many make one of everything worth it, in a pause."""
PAUSE_SECONDS = 1.0


def begin() -> None:
    """The first frame is out: what was made until now stays, the collector needs not look at it again."""
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], SELDOM)
    gc.enable()


def collect_in_pause(seconds: float) -> bool:
    """Collect everything, if that is due and nobody has touched a key for so long; True when it was done."""
    if seconds < PAUSE_SECONDS or gc.get_count()[2] < DUE:
        return False
    gc.collect()
    return True
