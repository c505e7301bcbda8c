"""The one door through which a status changes: checked against the table, compared and swapped, written down."""

from django.conf import settings
from django.db import models, transaction

from linhai_portal.bulk import insert_rows


class InvalidMove(Exception):
    """The thing is not in a state that allows this deed; the message says so in Chinese."""


class Workflow(models.Model):
    """A model with a `status`, a table `MOVES` (status → the statuses that may follow) and rows of `events`."""

    MOVES = {}

    class Meta:
        abstract = True

    def check_move(self, to):
        """Read it anew and raise InvalidMove when this step is none any more: before checks that take it for granted."""
        self.refresh_from_db()
        self._check_table(to)

    def _check_table(self, to):
        if to not in self.MOVES[type(to)(self.status)]:
            raise InvalidMove(
                f"“{self}”现在是“{self.get_status_display()}”，不能再做这一步。请刷新页面查看最新情况。"
            )

    def swap(self, to, **facts):
        """Change the status and these facts in one statement; raises InvalidMove when another was quicker."""
        self._check_table(to)
        mine = type(self)._base_manager.filter(pk=self.pk, status=self.status)
        if not mine.update(status=to, **facts):
            raise InvalidMove(f"“{self}”刚刚已被他人处理。请刷新页面查看最新情况。")
        self.refresh_from_db()

    def lock(self):
        """Keep others from moving it to the end of the transaction."""
        type(self)._base_manager.select_for_update().get(pk=self.pk)

    def step(self):
        """How many steps it has made; whoever decides says with it what the page showed."""
        return self.events.count()

    @transaction.atomic
    def move(self, to, *, by, note="", **facts):
        """`swap`, and the event row with it; `by` is None for what the system does on its day."""
        before = self.status
        self.swap(to, **facts)
        self.events.create(from_status=before, to_status=to, by=by, note=note)


class Event(models.Model):
    """One step of a thing on its way; a model of its own for each workflow, with a key named `subject`."""

    from_status = models.CharField("原状态", max_length=20)
    to_status = models.CharField("新状态", max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="办理人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", auto_now_add=True)
    note = models.TextField("意见", blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return f"{self.subject}：{self.get_to_status_words()}"

    def get_to_status_words(self):
        return type(self.subject).Status(self.to_status).label


@transaction.atomic
def move_all(rows, to, *, by, note="", **facts):
    """`move` for every row of a queryset, all or none, in as many statements for many rows as for two."""
    model = rows.model
    before = dict(rows.order_by("pk").values_list("pk", "status"))
    for status in set(before.values()):
        if to not in model.MOVES[model.Status(status)]:
            words = model.Status(status).label
            raise InvalidMove(f"其中有“{words}”的，不能一起做这一步。请刷新页面查看最新情况。")
    same = model._base_manager.filter(pk__in=before, status__in=set(before.values()))
    if same.update(status=to, **facts) != len(before):
        raise InvalidMove("其中有的刚刚已被他人处理。请刷新页面查看最新情况。")
    events = model._meta.get_field("events").related_model
    insert_rows(
        events,
        [
            events(subject_id=pk, from_status=status, to_status=to, by=by, note=note)
            for pk, status in before.items()
        ],
    )
    return len(before)
