from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "linhai_portal"
    label = "portal"
    verbose_name = "基础数据"
    default_auto_field = "django.db.models.BigAutoField"


class PortalAdminConfig(AdminConfig):
    default_site = "linhai_portal.admin_site.PortalAdminSite"
