"""Clients and their keys, what they used, and what was done about them."""

from clients.models.access import Client, Key, RegistryStamp
from clients.models.counters import Budget, Usage
from clients.models.history import ClientAct

__all__ = ["Budget", "Client", "ClientAct", "Key", "RegistryStamp", "Usage"]
