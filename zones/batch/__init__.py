"""Many questions at once (批量查询): an outcome for each, in order, never all or nothing.

``lines`` cuts a stream of bytes into lines, ``items`` reads each into a question or into a
refusal of its own, ``answers`` answers a block of them from one state of the ledger.
"""
