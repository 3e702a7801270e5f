"""A bar on stderr, in a terminal as in a notebook."""

from __future__ import annotations

import sys
import time


class Bar:
    """Told how many are done and how many are planned."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.told = 0.0

    def __call__(self, done: int, planned: int) -> None:
        now = time.monotonic()
        if now - self.told < 0.2 and done < planned:
            return
        self.told = now
        share = done / planned if planned else 0.0
        left = (now - self.begun) * (planned - done) / done if done else 0.0
        bar = "#" * round(30 * share)
        end = "\n" if done >= planned else ""
        sys.stderr.write(f"\r[{bar:30}] {done}/{planned}, {left:.0f} s left {end}")
        sys.stderr.flush()
