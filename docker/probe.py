"""The web container's health check: does this process serve requests?"""

import sys
import urllib.request

try:
    urllib.request.urlopen("http://127.0.0.1:8000/readyz", timeout=4).close()
except OSError as error:
    sys.exit(str(error))
