"""Which source answers now.

``source()`` is how a request asks: it hands out the newest snapshot while that is known to be
fresh, and else the database, which is slower and always right. A batch, a stream or a
classification takes one source, asks it everything, and so answers everything at one sequence,
however long it takes; a snapshot never changes under it.
"""

from zones.answers import Source
from zones.installation import city
from zones.serving.database import DatabaseSource


def source() -> Source:
    """The freshest source there is. Take it once for what must be answered at one sequence."""
    return DatabaseSource(city())
