"""From November on: those who keep the working-day calendar are told once that a year's official days are missing."""

from django.urls import reverse

from linhai_portal.accounts.models.users import Membership, User
from linhai_portal.accounts.notices import tell
from linhai_portal.accounts.roles import roles_granting
from linhai_portal.calendar import year_missing


def tell_of_missing_calendar(*, today):
    year = year_missing(today=today)
    if year is None:
        return
    keepers = Membership.objects.filter(role__in=roles_granting("portal.add_specialday"))
    tell(
        User.objects.filter(is_active=True, pk__in=keepers.values("user")),
        kind="工作日历",
        subject=f"{year} 年的放假安排还没有录入，数到那一年的日期是暂定的",
        text="国务院办公厅一般在 11 月发布下一年的放假安排。发布以后请录入，期限会自动改到确定的日期。",
        place=reverse("calendar:calendar"),
        once=f"calendar:{year}",
    )
