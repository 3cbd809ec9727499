"""Files that people send in: what they are, whether they are safe, and what is kept of them."""

from folkehelse.lib.uploads.inspection import MOST_BYTES, Upload, inspect
from folkehelse.lib.uploads.names import clean_name
from folkehelse.lib.uploads.refused import Refused

__all__ = ["MOST_BYTES", "Refused", "Upload", "clean_name", "inspect"]
