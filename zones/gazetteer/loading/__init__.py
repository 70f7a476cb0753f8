"""From a gazetteer file (地名文件) to places: read, check, match, compare, write.

``zones.gazetteer.load`` puts the steps together. A file is read once and in batches; its
outlines wait in a table of the transaction, so memory does not grow with them.
"""
