"""PostgreSQL as Django speaks to it, except that a kept connection is looked at before it is asked (docs/adr/0004)."""

from select import POLLIN, poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self):
        """The health check of `CONN_HEALTH_CHECKS`, which Django does by a query in every request.

        A server that ends a connection says so: as long as nothing waits to be read, nothing has happened to it.
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = poll()
        waiting.register(self.connection.fileno(), POLLIN)
        return not waiting.poll(0) or super().is_usable()
