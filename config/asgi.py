"""The site as an ASGI application, for servers that want one. `make run` uses config/wsgi.py."""

from django.core.asgi import get_asgi_application

from config import startup

startup.prepare()
application = get_asgi_application()
startup.keep_practice_apart()
startup.load_addresses()
