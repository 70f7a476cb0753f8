"""`python -m bench [NAME …]`: runs the named benchmarks, or all."""

import argparse
import importlib
import os
import sys

BENCHMARKS = {
    "addresses": "from a text to a unit: how often right, how fast, how much memory",
    "notices": "how long a notice takes to read, and how that grows",
    "page": "what the public page weighs, and how soon a phone on 3G has it",
    "ndjson": "a million lines over HTTP, beside a bare echo of them",
    "classify": "a file of people once resolved, beside a join of the same rows in DuckDB",
    "lookups": "look-ups over HTTP against a bare callable, after a notice, as the ledger grows",
    "ledger": "what publishing, rebuilding, asking and verifying cost as the ledger grows",
    "public": "requests a second for the public pages and data on the longest day",
}


def main(arguments: list[str]) -> int:
    """Run; the options that a benchmark does not know it passes by."""
    about = "\n".join(f"  {name}: {what}" for name, what in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measures, and prints tables.",
        epilog=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="all of them by default")
    parser.add_argument("--scale", type=float, default=1.0, help="of the synthetic city")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--questions", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--no-peer", action="store_true", help="install and run nothing else")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - BENCHMARKS.keys()
    if unknown:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}\n{about}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    for name in options.names or BENCHMARKS:
        importlib.import_module(f"bench.{name}").run(options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
