#!/usr/bin/env python3
"""Check a certificate without the site. Needs Python's standard library and openssl (3 or later).

    python3 verify_certificate.py CODE key.pem

CODE is what stands under the QR code, or its whole address; key.pem is the public key that the
site publishes at /verify/key.pem: take it from somewhere you trust. Says what was signed, and
nothing of what happened since. Exit 0: we signed it; 1: we did not; 2: wrong usage.
"""

import base64
import datetime
import struct
import subprocess
import sys
import tempfile
import uuid

PURPOSE = b"risk-zones certificate\0"
HEAD = struct.Struct(">B16sqqI")


def is_signed(signature, message, key):
    """Whether openssl finds the signature to be of this key."""
    with tempfile.NamedTemporaryFile() as signed, tempfile.NamedTemporaryFile() as proof:
        signed.write(message)
        signed.flush()
        proof.write(signature)
        proof.flush()
        command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", key]
        command += ["-in", signed.name, "-sigfile", proof.name]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    code = sys.argv[1].rstrip("/").rpartition("/")[2]
    try:
        whole = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
        form, place, as_of, known_at, sequence = HEAD.unpack_from(whole, 64)
        risk, _, name = whole[64 + HEAD.size :].decode().partition("\0")
    except (ValueError, struct.error):
        print("not a certificate")
        return 1
    if form != 1 or not is_signed(whole[:64], PURPOSE + whole[64:], sys.argv[2]):
        print("not signed with this key")
        return 1
    beijing = datetime.timezone(datetime.timedelta(hours=8))
    print(f"{name} ({uuid.UUID(bytes=place)}): {risk}")
    for what, micros in (("as of", as_of), ("known at", known_at)):
        print(what, datetime.datetime.fromtimestamp(micros / 1e6, beijing).isoformat())
    print("sequence", sequence)
    return 0


if __name__ == "__main__":
    sys.exit(main())
