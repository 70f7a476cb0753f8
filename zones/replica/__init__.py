"""Reading from a copy of the database (读副本) that PostgreSQL keeps: which requests do, and when.

The ledger and the ground may be read from a streaming replica that is known to have all that
the primary has, or had a moment ago. ``watch`` knows it, ``reading`` holds what one request
reads from, ``router`` sends Django's queries there, ``middleware`` decides which requests may.
Whatever is outside of such a request reads from the primary, and everything is written there.
"""
