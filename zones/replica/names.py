"""How Django calls the two databases (``DATABASES``)."""

PRIMARY = "default"
REPLICA = "replica"
