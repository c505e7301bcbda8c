from django.apps import AppConfig

from linhai_portal.catching_up import join


class AccountsConfig(AppConfig):
    name = "linhai_portal.accounts"
    label = "accounts"
    verbose_name = "单位和账号"

    def ready(self):
        join("linhai_portal.accounts.notices.forget_outlived")
        join("linhai_portal.accounts.calendar_alarm.tell_of_missing_calendar")
