from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "linhai_portal.search"
    verbose_name = "搜索"

    def ready(self):
        """Each app says in its module `searchable` what of it can be found."""
        autodiscover_modules("searchable")
