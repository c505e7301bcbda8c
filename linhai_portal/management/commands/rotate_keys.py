"""Seal everything anew with the newest of DATA_KEYS; afterwards the older keys can be taken out of the settings."""

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from linhai_portal.bulk import batches
from linhai_portal.crypto import is_of_newest_key, newest_key, open_sealed
from linhai_portal.sealed_fields import SealedTextField


class Command(BaseCommand):
    help = "用 DATA_KEYS 里最新的密钥重新加密全部身份数据；可以中断，再运行时接着做。"

    def handle(self, *args, **options):
        total = 0
        for model in apps.get_models():
            fields = [field for field in model._meta.local_fields if isinstance(field, SealedTextField)]
            if fields:
                total += self._rotate(model, fields)
        self.stdout.write(f"已用第 {newest_key()} 号密钥重新加密 {total} 行。")

    def _rotate(self, model, fields):
        """The stored text is read past the field, which would open it; a batch is one transaction."""
        done = 0
        for batch in batches(model._base_manager.order_by("pk").values_list("pk", flat=True), size=500):
            with transaction.atomic():
                list(model._base_manager.select_for_update().filter(pk__in=batch).values_list("pk"))
                done += sum(self._rotate_row(model, fields, pk) for pk in batch)
            self.stderr.write(f"{model._meta.verbose_name}：{done} 行")
        return done

    def _rotate_row(self, model, fields, pk):
        """The stored text is read and written by `Cast`, past the field that would open and seal it."""
        row = model._base_manager.filter(pk=pk)
        stored = row.values(
            **{f"stored_{field.name}": Cast(field.name, TextField()) for field in fields}
        ).get()
        old = {field: stored[f"stored_{field.name}"] for field in fields}
        anew = {
            field.name: open_sealed(text, place=field.place)
            for field, text in old.items()
            if not is_of_newest_key(text)
        }
        if anew:
            row.update(**anew)
        return bool(anew)
