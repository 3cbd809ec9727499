"""Axes with round numbers."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Maps values to a stretch of the canvas; `start` may be larger than `end`, as y grows downwards."""

    ticks: tuple
    start: float
    end: float

    def __call__(self, value):
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + (self.end - self.start) * (value - low) / (high - low)

    @property
    def decimals(self):
        """As many decimals as the ticks need to be told apart."""
        return next((d for d in range(4) if all(abs(round(t, d) - t) < 1e-9 for t in self.ticks)), 3)


def round_ticks(low, high, count=5, decimals=3):
    """Round numbers from at or below `low` to at or above `high`, no finer than the values are told."""
    if low == high:
        low, high = (low, low + 1) if low >= 0 else (low, 0)
    rough = (high - low) / max(count - 1, 1)
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= rough * 0.999)
    if step < 10**-decimals or (step * 10**decimals) % 1 > 1e-9:
        step = max(math.ceil(step * 10**decimals), 1) / 10**decimals
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(step * i, 10) for i in range(first, max(last, first + 1) + 1))
