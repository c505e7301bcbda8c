from django.apps import AppConfig

from linhai_portal import calendar_moves
from linhai_portal.catching_up import join


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "标准目录"

    def ready(self):
        join("catalog.taking_effect.put_due_in_force")
        join("catalog.telling.tell_of_expired_entries")
        join("catalog.telling.tell_of_yearly_confirmation")
        join("catalog.publishing.publish_due")
        join("catalog.timeliness_kept.keep_all")
        calendar_moves.join(
            "catalog.due_days.foresee", "catalog.due_days.move_due_days", "catalog.due_days.count"
        )
        join("catalog.bulk_publishing.publish_interrupted")
