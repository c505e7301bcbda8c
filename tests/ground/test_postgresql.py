import pytest
from django.db import close_old_connections, connection

from catalog.models import Domain
from tests.make import make_domain


def end_connection():
    """As a restart of the database server does; SQLite has no server that could."""
    if connection.vendor == "postgresql":
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        other.close()


@pytest.mark.django_db(transaction=True)
def test_the_next_request_after_a_restart_of_the_database_gets_a_new_connection():
    make_domain()
    end_connection()
    close_old_connections()  # as Django does between two requests
    assert Domain.objects.count() == 1
    assert connection.is_usable()
