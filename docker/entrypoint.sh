#!/bin/sh
# One image, several roles. `manage …` runs any management command.
set -eu
role="${1:-web}"
[ $# -eq 0 ] || shift
case "$role" in
  web)
    exec gunicorn qms.wsgi:application --bind 0.0.0.0:8000 --workers "${WEB_WORKERS:-2}" --threads "${WEB_THREADS:-8}" \
      --graceful-timeout 20 --worker-tmp-dir /dev/shm --log-level warning \
      --logger-class qms.accesslog.AccessLog "$@" ;;
  worker)
    exec celery -A qms.celery worker --loglevel warning --concurrency "${WORKERS:-2}" \
      --without-mingle --without-gossip "$@" ;;
  beat)
    exec celery -A qms.celery beat --loglevel warning --pidfile= "$@" ;;
  migrate)
    python manage.py migrate --noinput "$@"
    exec python manage.py rederive ;;
  manage)
    exec python manage.py "$@" ;;
  *)
    echo "Unknown role '$role': web, worker, beat, migrate or manage." >&2
    exit 64 ;;
esac
