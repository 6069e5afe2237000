"""The web process of `make run`: prepares the database, then becomes gunicorn with all modules loaded already."""

import sys

import prepare
from django.db import connections
from gunicorn.app.wsgiapp import WSGIApplication


def main() -> None:
    if prepare.main() != 0:
        sys.exit(1)
    for connection in connections.all():  # none may cross into the workers
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()
    ours = ["--preload", "--logger-class", "qms.accesslog.AccessLog"]
    sys.argv = ["gunicorn", "qms.wsgi:application", *ours, *sys.argv[1:]]
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]", prog="gunicorn").run()


if __name__ == "__main__":
    main()
