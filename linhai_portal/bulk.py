"""Writing many rows at once, the one place where PostgreSQL and SQLite differ in it."""

from itertools import islice
from operator import attrgetter

from django.db import connections, router
from django.db.models import FileField, JSONField

from linhai_portal.sealed_fields import SealedTextField

_BATCH = 2000


def batches(rows, size=_BATCH):
    """The rows of any iterable as lists of `size`, for statements that name each of them."""
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


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


def insert_values(model, names, rows):
    """Insert rows given as tuples of the values of the columns named, inside the caller's transaction.

    For rows that nobody needs as objects afterwards; what is not named must have a default in the database.
    """
    rows = list(rows)
    connection = connections[router.db_for_write(model)]
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(
            [model(**dict(zip(names, row, strict=True))) for row in rows], batch_size=_BATCH
        )
    elif rows:
        columns = ", ".join(f'"{name}"' for name in names)
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)


def update_values(model, names, rows):
    """Write the columns named of rows given as (key, value, …), in one statement, inside the caller's transaction."""
    connection = connections[router.db_for_write(model)]
    fields = [model._meta.pk, *map(model._meta.get_field, names)]
    columns = [_prepared(*each, connection) for each in zip(fields, zip(*rows, strict=True), strict=False)]
    if columns:
        update = _update_from_arrays if connection.vendor == "postgresql" else _update_each
        update(connection, model._meta.db_table, fields, columns)


def _prepared(field, values, connection):
    """As the column takes them; of many rows few values differ."""
    known = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    return [known[value] for value in values]


def _update_from_arrays(connection, table, fields, columns):
    key, *others = (f'"{field.column}"' for field in fields)
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    new = ", ".join(f"{column} = new.{column}" for column in others)
    source = f"unnest({arrays}) AS new({', '.join([key, *others])})"
    sql = f'UPDATE "{table}" SET {new} FROM {source} WHERE "{table}".{key} = new.{key}'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, columns)


def _update_each(connection, table, fields, columns):
    key, *others = (f'"{field.column}"' for field in fields)
    new = ", ".join(f"{column} = %s" for column in others)
    sql = f'UPDATE "{table}" SET {new} WHERE {key} = %s'  # noqa: S608
    keys, *values = columns
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(zip(*values, keys, strict=True)))


def _copy(connection, model, rows):
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    table, columns = model._meta.db_table, ", ".join(f'"{each.column}"' for each in [model._meta.pk, *fields])
    values_of = attrgetter("pk", *(field.attname for field in fields))
    prepared = [(place, field) for place, field in enumerate(fields, start=1) if _is_prepared(field)]
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


def _is_prepared(field):
    """Whether its value in Python has another form than in its column, or is filled in or sealed when the row is saved."""
    filled_in = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return filled_in or isinstance(field, (JSONField, FileField, SealedTextField))
