"""Writing many new rows at once, the one place where PostgreSQL and SQLite differ in it."""

from operator import attrgetter

from django.db import connections, router
from django.db.models import DateField, FileField, JSONField

_BATCH = 2000
# What a field keeps in Python in another form than in its column, or fills in when the row is saved.
_TO_BE_PREPARED = (JSONField, DateField, FileField)


def insert_rows(model, rows):
    """Insert unsaved rows and give them their keys, inside the caller's transaction.

    PostgreSQL takes them by COPY, with keys reserved from the table's sequence beforehand; SQLite by bulk_create.
    """
    rows = list(rows)
    connection = connections[router.db_for_write(model)]
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows, batch_size=_BATCH)
    elif rows:
        _copy(connection, model, rows)


def _copy(connection, model, rows):
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    table, columns = model._meta.db_table, ", ".join(f'"{each.column}"' for each in [model._meta.pk, *fields])
    values_of = attrgetter("pk", *(field.attname for field in fields))
    prepared = [
        (place, field) for place, field in enumerate(fields, start=1) if isinstance(field, _TO_BE_PREPARED)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{table}"', model._meta.pk.column, len(rows)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk, row._state.adding = key, False
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                values = list(values_of(row))
                for place, field in prepared:
                    values[place] = field.get_db_prep_save(field.pre_save(row, True), connection)
                copy.write_row(values)
