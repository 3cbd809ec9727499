"""What a municipality's progress report costs: seconds of CPU a page, and peak memory."""

# Of the municipality with the longest log.

from bench._report import measure

measure("municipality")
