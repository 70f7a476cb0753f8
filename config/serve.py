"""The server: granian, with the snapshot loaded once for all of its workers.

`python -m config.serve --host 127.0.0.1 --port 8000 --workers 2`: the options are granian's own.

Granian forks its workers on Linux. What is in memory before that is shared between them, page by
page, until one of them writes to it. So the snapshot is loaded here, and each worker goes on from
it: the first of them, and one that takes the place of another weeks later.
"""

import gc
import multiprocessing
import sys

import django
from granian.cli import entrypoint

from config import startup

APPLICATION = "config.wsgi:application"


def main() -> None:
    """Load what the workers share, and serve until stopped."""
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")
    startup.prepare()
    django.setup()
    startup.load_addresses()
    startup.load_templates()
    startup.load_before_forking()
    # What is here now is never garbage: no collection of a worker writes to the pages it is in.
    gc.collect()
    gc.freeze()
    sys.argv[1:] = ["--interface", "wsgi", *sys.argv[1:], APPLICATION]
    entrypoint()


if __name__ == "__main__":
    main()
