"""The application server's door."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sitio.ajustes.produccion")

application = get_wsgi_application()
