"""The WSGI entry that gunicorn serves. What is loaded at the start is left out of garbage collection from then on.

A full collection walks through every object there is, and once everything is loaded that takes longer than most pages:
one request in ten or so took twice as long for it (https://docs.python.org/3/library/gc.html#gc.freeze).
"""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")
application = get_wsgi_application()
import_module("qms.urls")  # every page, before the first one is asked for
gc.collect()
gc.freeze()
