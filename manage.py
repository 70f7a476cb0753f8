#!/usr/bin/env python
"""Entrance to the management commands: `.venv/bin/python manage.py help`."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import InterfaceError, OperationalError

from config import environment, training

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if environment.flag("TRAINING") and not training.ALLOWED.issuperset(sys.argv[1:2]):
        sys.exit(f"{sys.argv[1]} is not for practice: nothing may come of it (TRAINING=1).")
    environment.take_the_checkouts_key()
    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, InterfaceError) as lost:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"The database cannot be asked: {' '.join(str(lost).split())}")
