from collections import defaultdict

from django.conf import settings
from django.db import migrations, models

WITHDRAWN, NOT_JOINT = "政府信息公开申请终止办理告知书", "政府信息公开协办函"


def write_titles(apps, schema_editor):
    """As each letter was issued: the title of its code, but for the two kinds whose title hangs on the case."""
    letters = apps.get_model("disclosure_requests", "Letter").objects.all()
    for code, title in letters.model._meta.get_field("code").flatchoices:
        of_code = letters.filter(code=code)
        of_code.update(title=title)
        of_code.filter(case__kind="own_records").update(title=_of_own_records(title))
    decided = apps.get_model("disclosure_requests", "Decision").objects.exclude(letter=None)
    ended = letters.filter(code="D25").exclude(pk__in=decided.values("letter"))
    ended.update(title=WITHDRAWN)
    ended.filter(case__kind="own_records").update(title=_of_own_records(WITHDRAWN))
    _write_titles_to_agencies(apps, letters.filter(code="D09"))


def _write_titles_to_agencies(apps, letters):
    """The letters of a day went out in the order of the consultations that were sent on it."""
    consultations = apps.get_model("disclosure_requests", "Consultation").objects
    asked = defaultdict(list)
    to_agencies = consultations.exclude(party="third_party").exclude(sent_on=None).order_by("pk")
    for case, sent_on, party in to_agencies.values_list("case", "sent_on", "party"):
        asked[case, sent_on].append(party)
    not_joint = []
    for pk, case, dated in letters.order_by("pk").values_list("pk", "case", "dated"):
        parties = asked[case, dated]
        if parties and parties.pop(0) == "other_agency":
            not_joint.append(pk)
    letters.filter(pk__in=not_joint).update(title=NOT_JOINT)


def _of_own_records(title):
    return title.replace("政府信息公开申请", "更正本人信息请求")


def name_authors(apps, schema_editor):
    """Who else wrote before nobody knows any more."""
    decisions = apps.get_model("disclosure_requests", "Decision").objects
    author = decisions.model.authors.through
    pairs = decisions.values_list("pk", "drafted_by")
    author.objects.bulk_create(
        [author(decision_id=pk, user_id=user) for pk, user in pairs.iterator()], batch_size=2000
    )


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure_requests', '0007_correction_period_follows_the_calendar'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='letter',
            name='title',
            field=models.CharField(default='', max_length=60, verbose_name='标题'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='letter',
            name='served_on',
            field=models.DateField(editable=False, null=True, verbose_name='送达日期'),
        ),
        migrations.AddField(
            model_name='letter',
            name='served_way',
            field=models.CharField(blank=True, choices=[('handed', '当面签收'), ('mail', '邮寄签收'), ('electronic', '电子送达，对方确认收到'), ('left', '留置送达'), ('notice', '公告送达，公告期满')], default='', editable=False, max_length=10, verbose_name='怎样送达'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='decision',
            name='authors',
            field=models.ManyToManyField(editable=False, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='写过的人'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("served_on", None), ("served_way", "")), models.Q(("served_on__isnull", False), models.Q(("served_way", ""), _negated=True)), _connector="OR"), name='letter_service_whole'),
        ),
        # Last: PostgreSQL alters no table whose rows this transaction has written twice.
        migrations.RunPython(write_titles, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(name_authors, migrations.RunPython.noop, elidable=True),
    ]
