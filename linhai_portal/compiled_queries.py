"""Querysets whose SQL is written once per process, for the few questions behind the most visited pages (docs/adr/0004).

Django writes the SQL of a queryset anew every time, and that takes longer than PostgreSQL needs for the answer.
"""

import re
from functools import cached_property, update_wrapper
from inspect import signature

import psycopg
import psycopg.sql
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Value


class compiled:
    """Decorator of a function that returns a `values_list` queryset: calling it gives the rows as a list of tuples.

    An argument may only stand for a value, as in `filter(code=code)`: the function runs once and sees a stand-in, so it
    cannot decide or compute anything by its arguments, and none of them may be None. `__wrapped__` is the plain function.
    """

    def __init__(self, queryset_of):
        update_wrapper(self, queryset_of)
        self._argument_names = list(signature(queryset_of).parameters)

    def __call__(self, *values):
        sql, parameters, compiler, converters = self._written
        values = dict(zip(self._argument_names, values, strict=True))
        filled = [values[each.name] if isinstance(each, _Argument) else each for each in parameters]
        with _cursor() as cursor:
            cursor.execute(sql, filled)
            rows = cursor.fetchall()
        if not converters:
            return rows
        return [tuple(row) for row in compiler.apply_converters(rows, converters)]

    @cached_property
    def _written(self):
        queryset = self.__wrapped__(*[Value(_Argument(name)) for name in self._argument_names])
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        if connection.vendor == "postgresql":
            sql, parameters = _with_constants(sql, parameters)
        return sql, parameters, compiler, compiler.get_converters([column[0] for column in compiler.select])


class _Argument:
    def __init__(self, name):
        self.name = name


_PLACE = re.compile(r"(?<!%)%s")


def _with_constants(sql, parameters):
    """What no argument stands for written into the SQL: of a value beside it a kept plan can't know that a partial index
    holds every row with it."""
    connection.ensure_connection()
    first, *others = _PLACE.split(sql)
    written, left = [first], []
    for parameter, text in zip(parameters, others, strict=True):
        if isinstance(parameter, _Argument):
            left.append(parameter)
            written.append("%s")
        else:
            literal = psycopg.sql.Literal(parameter).as_string(connection.connection)
            written.append(literal.replace("%", "%%"))
        written.append(text)
    return "".join(written), left


def _cursor():
    """On PostgreSQL one that sends the values beside the SQL, so that the server keeps the plan (`prepare_threshold`).

    Not so for every query: bound by the server, a query may have no more than 65,535 values.
    """
    cursor = connection.cursor()
    if connection.vendor == "postgresql":
        cursor.cursor = psycopg.Cursor(connection.connection)
    return cursor
