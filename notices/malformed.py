"""What is refused of what a person decides about a reading."""


class Malformed(ValueError):
    """Amendments that cannot be meant; ``str()`` is one sentence for the person."""
