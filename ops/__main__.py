"""`ops/with-python TARGET`: what the Makefile calls."""

from __future__ import annotations

import sys

from ops import cluster
from ops.checkout import Refusal, say


def cluster_command(action: str) -> int:
    if action == "start":
        home = cluster.start()
        cluster.KEPT.touch()
        for use, address in cluster.addresses(home).items():
            print(f"{use}: {address}")
        return 0
    if action == "stop":
        say("Stopped" if cluster.stop() else "It was not running")
        return 0
    raise Refusal("cluster start, or cluster stop")


def main(arguments: list[str]) -> int:
    return cluster_command(arguments[1])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
