"""Days in constraints, said so that SQLite and PostgreSQL both understand them."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, Func
from django.db.models.sql.compiler import SQLCompiler


class DayBefore(Func):
    """The day before a date. A row that ends then, before it began, holds on no day at all."""

    arity = 1
    template = "(%(expressions)s - 1)"
    output_field = DateField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        return self.as_sql(
            compiler, connection, template="date(%(expressions)s, '-1 day')", **extra
        )
