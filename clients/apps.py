"""The clients of the interface: who may ask, how much, and what is sent to them."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "clients"

    def ready(self) -> None:
        from clients.desk import waiting

        waiting.register()
