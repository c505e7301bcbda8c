from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from linhai_portal.catching_up import join


class PortalConfig(AppConfig):
    name = "linhai_portal"
    label = "portal"
    verbose_name = "基础数据"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        join("linhai_portal.attempts.forget")
        join("linhai_portal.calendar_previews.tidy")


class PortalAdminConfig(AdminConfig):
    default_site = "linhai_portal.admin_site.PortalAdminSite"
