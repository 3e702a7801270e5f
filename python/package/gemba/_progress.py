"""A bar: on stderr in a terminal, in its own place in a notebook."""

from __future__ import annotations

import sys
import time
from typing import Any


class Bar:
    """Told how many are done and how many are planned."""

    def __init__(self, what: str = "") -> None:
        self.what = f" {what}" if what else ""
        self.begun = time.monotonic()
        self.told = 0.0
        self.place: Any = None

    def __call__(self, done: int, planned: int) -> None:
        now = time.monotonic()
        if now - self.told < 0.2 and 0 < done < planned:
            return
        self.told = now
        share = done / planned if planned else 0.0
        spent = now - self.begun
        left = spent * (planned - done) / done if done else 0.0
        if done >= planned:
            rest = f"{spent:.0f} s"
        else:
            rest = f"{left:.0f} s left" if done else "..."
        line = f"[{'#' * round(30 * share):30}] {done}/{planned}{self.what}, {rest}"
        if "ipykernel" in sys.modules:
            self.show(line)
        else:
            sys.stderr.write(f"\r{line:60}" + ("\n" if done >= planned else ""))
            sys.stderr.flush()

    def show(self, line: str) -> None:
        from IPython.display import display  # type: ignore[import-not-found, unused-ignore]

        text = {"text/plain": line}
        if self.place is None:
            self.place = display(text, raw=True, display_id=True)
        else:
            self.place.update(text, raw=True)
