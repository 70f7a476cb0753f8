"""The site as a WSGI application, which `config.serve` serves."""

from django.core.wsgi import get_wsgi_application

from config import startup

startup.prepare()
application = get_wsgi_application()
startup.keep_practice_apart()
startup.load_addresses()
startup.count_usage()
startup.read_from_the_replica()
startup.follow_ledger()
application = startup.in_front_of(application)
