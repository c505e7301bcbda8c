"""A model's text that is sealed in the database and plain in Python; nothing can be looked up by it."""

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import IsNull

from linhai_portal.crypto import open_sealed, seal


class SealedTextField(models.TextField):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"blank": True, "default": ""} | kwargs)

    @property
    def place(self):
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value):
        return seal(super().get_prep_value(value), place=self.place)

    def from_db_value(self, value, expression, connection):
        return value if value is None else open_sealed(value, place=self.place)

    def get_lookup(self, name):
        if name == "isnull":
            return IsNull
        raise FieldError(f"{self.place} is sealed: look for it by a blind index")
