"""Which publications there are: for the office, for everybody, on a day, by their dates and validity."""

from django.db.models import Case, Q, When

from catalog.models.three_persons import ThreePersonsQuerySet
from linhai_portal.calendar import soon


class PublicationQuerySet(ThreePersonsQuerySet):
    """`visible_to` says what exists in the office, as of every proposal; `with_page` and `listed` what does for everybody."""

    def with_page(self):
        """What was ever published keeps its address, be it with a banner or a tombstone instead of the text."""
        return self.filter(status__in=self.model.ONCE_PUBLISHED)

    def listed(self, *, on):
        """What lists, search, feeds and exports show on this day: published, and its 公示期 not over."""
        return self.filter(status=self.model.Status.PUBLISHED).exclude(display_until__lt=on)

    def display_ended(self, *, on):
        return self.filter(status=self.model.Status.PUBLISHED, display_until__lt=on)

    def alone(self):
        """What takes its steps by itself, not with a batch."""
        return self.filter(Q(batch=None) | Q(batch__status__in=["published", "withdrawn"]))

    def scheduled(self, *, now):
        """Approved, and the time has come."""
        return self.filter(status=self.model.Status.APPROVED, publish_at__lte=now)

    def unpublished(self):
        """On the way to the public, with a last day; neither corrections nor what is kept back has one."""
        return self.filter(status__in=self.model.ON_THE_WAY, due_on__isnull=False)

    def overdue(self, *, on):
        return self.unpublished().filter(due_on__lt=on)

    def due_soon(self, *, on):
        return self.unpublished().filter(due_on__range=(on, soon(on)))

    def policies(self):
        return self.filter(is_policy=True)

    def titled(self, words):
        """Title or 发文字号 hold every one of the words."""
        for word in words.split():
            self = self.filter(Q(title__icontains=word) | Q(document_number__icontains=word))
        return self

    def in_column(self, column):
        return self.filter(column=column)

    def valid_as(self, validity, *, on):
        """Policy documents whose 有效性 on a day is this one."""
        Validity = self.model.Validity
        ended = Q(ended_on__lte=on)
        lapsed = ~ended & Q(expires_on__lt=on)
        not_yet = ~ended & ~Q(expires_on__lt=on) & Q(effective_on__gt=on)
        conditions = {
            Validity.AMENDED: ended & Q(ending=Validity.AMENDED),
            Validity.REPEALED: ended & Q(ending=Validity.REPEALED),
            Validity.LAPSED: ended & Q(ending=Validity.LAPSED) | lapsed,
            Validity.NOT_YET: not_yet,
            Validity.IN_FORCE: ~ended & ~Q(expires_on__lt=on) & ~Q(effective_on__gt=on),
        }
        return self.filter(conditions[Validity(validity)])

    def no_longer_in_force(self, *, on):
        """Repealed, lapsed or replaced by a new text."""
        return self.filter(_is_over(on))

    def still_in_force(self, *, on):
        """All others, as far as they were ever policy documents."""
        return self.exclude(_is_over(on))

    def in_force_first(self, *, on):
        """Newest first; what is repealed, lapsed or replaced behind everything else."""
        return self.alias(is_over=Case(When(_is_over(on), then=1), default=0)).order_by(
            "is_over", "-published_at", "-pk"
        )


def _is_over(on):
    return Q(ended_on__lte=on) | Q(expires_on__lt=on)
