from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "linhai_portal.accounts"
    label = "accounts"
    verbose_name = "单位和账号"
