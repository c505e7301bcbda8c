"""The production server. Sync workers: threads halve the rate of template pages (docs/adr/0003)."""

import gc
import multiprocessing
import os

wsgi_app = "linhai_portal.wsgi:application"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", 2 * multiprocessing.cpu_count()))
worker_class = "sync"
# Read the code once and share its memory; the socket opens only when the portal can answer.
preload_app = True
timeout = 60
graceful_timeout = 20
control_socket_disable = True  # else it writes into the home directory
accesslog = None  # the proxy keeps it
errorlog = "-"
loglevel = "warning"


def when_ready(server):
    """Before the workers start: what has been read by now stays, so the garbage collector need not visit it again."""
    gc.collect()
    gc.freeze()
