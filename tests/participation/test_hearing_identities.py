import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from catalog.ending import take_down
from linhai_portal.workflow import InvalidMove
from participation import hearing_identities, holding, registering
from participation.models import Hearing, HearingRegistration, PersonLook
from participation.start_page import waiting_hearings
from tests.make import make_user
from tests.make_hearings import (
    drawn,
    held,
    kept_too_long,
    listed,
    make_registering,
    register,
    reported,
)

pytestmark = pytest.mark.django_db


def due():
    return list(Hearing.objects.identities_due(on=localdate()))


def with_secrets():
    """A reported hearing with one who withdrew, one refused, and a word on the former minutes."""
    hearing, by = make_registering(), make_user("editor")
    _, code = register(hearing, person_name="示例欧阳", contact="0576-1", reason="我住在那里")
    refused, left = register(hearing)[0], register(hearing)[0]
    registering.refuse(refused, by=by, reason="不是本市居民")
    registering.withdraw(left, by=by, note="他病了")
    held(listed(drawn(hearing, people=1)))
    for each in hearing.registrations.parties():
        holding.confirm(each, way="declined", remark="我没有这样说")
    holding.keep_minutes(hearing, text="改过的笔录", by=by)
    return reported(hearing), code


def test_who_registered_is_due_a_year_after_the_report(settings):
    hearing = reported()
    assert due() == []
    kept_too_long(hearing, days=364)
    assert due() == []
    kept_too_long(hearing, days=365)
    assert due() == [hearing]
    assert hearing_identities.kept_until(hearing) == localdate()
    settings.HEARING_IDENTITY_DAYS = 0
    assert due() == [] and hearing_identities.kept_until(hearing) is None


def test_one_whose_notice_was_taken_down_is_due_too():
    hearing = make_registering()
    register(hearing)
    take_down(
        hearing.publication, by=make_user("head"), reason="弄错了", text_stays=False, now=timezone.now()
    )
    assert due() == []
    kept_too_long(hearing)
    assert due() == [hearing]


def test_what_is_destroyed_names_nobody_and_the_draw_can_still_be_computed(client):
    hearing, code = with_secrets()
    order = list(hearing.registrations.values_list("number", "place", "status"))
    with pytest.raises(InvalidMove, match="还没有到"):
        hearing_identities.destroy_identities(hearing, by=make_user("reviewer"))
    kept_too_long(hearing)
    by = make_user("reviewer", hearing.organization)
    hearing_identities.destroy_identities(hearing, by=by)
    for each in hearing.registrations.all():
        assert [each.person_name, each.contact, each.reason, each.remark, each.code_index] == [""] * 5
        notes = list(each.events.exclude(note="").values_list("note", flat=True))
        assert notes in ([], ["不是本市居民"])
    assert hearing.registrations.with_code(1, code) is None
    assert list(hearing.registrations.values_list("number", "place", "status")) == order
    assert (hearing.identities_destroyed_by, hearing.minutes, due()) == (by, "改过的笔录", [])
    assert hearing.seed in client.get(hearing.get_absolute_url()).text
    with pytest.raises(InvalidMove, match="已经销毁"):
        hearing_identities.destroy_identities(hearing, by=by)


def test_the_count_on_the_start_page_opens_to_its_rows_and_one_is_destroyed_there(client):
    hearing, other = kept_too_long(reported()), reported()
    reviewer = make_user("reviewer", hearing.organization)
    assert [(each.count, each.address) for each in waiting_hearings(reviewer)] == [
        (1, f"{reverse('participation_office:hearings')}?only=identities")
    ]
    assert waiting_hearings(make_user("editor", hearing.organization)) == []
    client.force_login(make_user("head"))
    listed_ = client.get(f"{reverse('participation_office:hearings')}?only=identities").text
    assert str(hearing) in listed_ and str(other) not in listed_
    client.force_login(reviewer)
    assert "销毁以后找不回来" in client.get(hearing.get_office_url()).text
    client.post(reverse("participation_office:hearing_identities", args=[hearing.pk]))
    client.force_login(make_user("editor", hearing.organization))
    one = client.post(hearing.registrations.first().get_office_url(), {"why": "通知"})
    assert "已经销毁" in one.text and not PersonLook.objects.filter(why="通知").exists()
    client.force_login(reviewer)
    page = client.get(hearing.get_office_url()).text
    assert f"由{reviewer}销毁" in page and "销毁以后找不回来" not in page
    assert not HearingRegistration.objects.filter(hearing=hearing).exclude(person_index="").exists()
