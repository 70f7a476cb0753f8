#!/usr/bin/env python
"""Entrance to the management commands: `.venv/bin/python manage.py help`."""

import os
import sys

from django.core.management import execute_from_command_line

from config import environment, training

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if environment.flag("TRAINING") and not training.ALLOWED.issuperset(sys.argv[1:2]):
        sys.exit(f"{sys.argv[1]} is not for practice: nothing may come of it (TRAINING=1).")
    execute_from_command_line(sys.argv)
