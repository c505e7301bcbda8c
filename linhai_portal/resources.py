from import_export.resources import ModelResource

from linhai_portal.spreadsheets import guarded, unguarded


class GuardedResource(ModelResource):
    """A plain table out of the admin in which no text runs as a formula; read back, the texts are as they were."""

    def export_field(self, field, instance, **kwargs):
        value = super().export_field(field, instance, **kwargs)
        return guarded(value) if isinstance(value, str) else value

    def before_import_row(self, row, **kwargs):
        row.update({name: unguarded(value) for name, value in row.items() if isinstance(value, str)})
