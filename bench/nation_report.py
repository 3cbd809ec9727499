"""What the nation's progress report costs: seconds of CPU a page, and peak memory."""

from bench._report import measure

measure("nation")
