import django_filters
from django.utils.timezone import localdate

from catalog.models import Form, PlatformColumn, Publication, Topic


class PublicationFilter(django_filters.FilterSet):
    """The filters of the lists of publications (rules: catalog §6). A value nobody offers is passed over."""

    q = django_filters.CharFilter(method="titled")
    unit = django_filters.CharFilter(field_name="organization__slug")
    column = django_filters.ChoiceFilter(choices=PlatformColumn.choices)
    topic = django_filters.ChoiceFilter(choices=Topic.choices)
    form = django_filters.ChoiceFilter(choices=Form.choices)
    validity = django_filters.ChoiceFilter(choices=Publication.Validity.choices, method="valid_as")
    year = django_filters.NumberFilter(
        field_name="formed_on", lookup_expr="year", min_value=1949, max_value=2099
    )
    item = django_filters.CharFilter(field_name="items__code")

    class Meta:
        model = Publication
        fields = []

    def titled(self, publications, name, words):
        return publications.titled(words)

    def valid_as(self, publications, name, validity):
        return publications.policies().valid_as(validity, on=localdate())
