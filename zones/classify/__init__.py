"""Answers for a whole file of people or places (批量研判), in bounded memory and on all cores.

``columns`` says what comes out, ``book`` answers a batch of rows from one snapshot,
``sources`` cuts a file into parts, ``work`` does one part, ``run`` does them all (and goes on
where a run was broken off), ``cluster`` does the same on a Dask cluster.
"""
