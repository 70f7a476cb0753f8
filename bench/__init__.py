"""The benchmarks: `make bench`, or `python -m bench NAME …`.

Each measures the project beside a peer or a bare reference in the same run, in turns, and
prints the ratio: absolute figures drift with the machine.
"""
