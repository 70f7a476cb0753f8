"""Clients and their keys, what they used, and what was done about them."""

from clients.models.access import Client, Key, RegistryStamp
from clients.models.counters import Budget, Usage
from clients.models.history import ClientAct
from clients.models.webhooks import Delivery, Webhook

__all__ = [
    "Budget",
    "Client",
    "ClientAct",
    "Delivery",
    "Key",
    "RegistryStamp",
    "Usage",
    "Webhook",
]
