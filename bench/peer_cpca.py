"""Runs inside the peer's own environment: reads a file of addresses, then obeys lines.

``bulk`` transforms all of them at once, ``single`` the first ones one by one; the answer to
each is addresses a second of processor time.
"""

import sys
import time

import cpca

SINGLE = 300


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        addresses = file.read().split("\n")
    cpca.transform(addresses[:SINGLE])
    print("ready", flush=True)
    for line in sys.stdin:
        began = time.process_time()
        if line.strip() == "bulk":
            cpca.transform(addresses)
            count = len(addresses)
        else:
            count = len(addresses[:SINGLE])
            for address in addresses[:SINGLE]:
                cpca.transform([address])
        print(count / (time.process_time() - began), flush=True)


if __name__ == "__main__":
    main()
