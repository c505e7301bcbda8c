import pytest
from django.utils.timezone import localdate

from catalog.demonstration import load_demonstration
from catalog.models import Publication
from catalog.reference import load_reference
from participation.models import Hearing, HearingRegistration, PersonLook, Questionnaire, Response

pytestmark = pytest.mark.django_db


def test_the_demonstration_shows_hearings_and_questionnaires_before_and_after_once(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    load_reference()
    load_demonstration()
    load_demonstration()
    today = localdate()
    assert [each.registers(on=today) for each in Hearing.objects.order_by("pk")] == [True, False]
    assert Hearing.objects.filter(report__published_at__isnull=False, late_reason="").count() == 1
    assert [each.is_closed(on=today) for each in Questionnaire.objects.order_by("pk")] == [False, True]
    assert Response.objects.count() == 99
    load_demonstration(reset=True)
    assert (Hearing.objects.count(), Questionnaire.objects.count(), Response.objects.count()) == (2, 2, 99)
    assert not Publication.objects.exclude(title__endswith="（示例）").exists()
    assert (
        PersonLook.objects.count()
        == HearingRegistration.objects.seated().filter(hearing__drawn_at__isnull=False).count()
    )
