#!/usr/bin/env python
"""Django's command line, with the portal's settings."""

import os
import sys

from django.core.management import execute_from_command_line

from folkehelse import embedded

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkehelse.settings")
    with embedded.for_command(sys.argv):  # engines of one's own are up for the duration
        execute_from_command_line(sys.argv)
