"""The filters of the search page, one plain form whose address can be shared."""

from django import forms
from django.core.validators import slug_re

from catalog.models import Domain
from linhai_portal.accounts.models import Organization
from linhai_portal.forms import DayInput
from linhai_portal.search.query import Question
from linhai_portal.search.sources import sources


class SearchForm(forms.Form):
    kind = forms.ChoiceField(label="种类", required=False)
    domain = forms.ChoiceField(label="领域", required=False)
    unit = forms.ChoiceField(label="单位", required=False)
    since = forms.DateField(label="从哪天起", required=False)
    until = forms.DateField(label="到哪天止", required=False)

    def __init__(self, params):
        super().__init__(params, auto_id="f-%s", use_required_attribute=False)
        self.words = params.get("q", "")
        self.fields["kind"].choices = [("", "不限"), *((each.kind, each.label) for each in sources())]
        self.fields["domain"].choices = [("", "不限"), *Domain.objects.values_list("number", "name")]
        self.fields["unit"].choices = [("", "不限"), *_units(params.get("unit", ""))]
        for name in ("kind", "domain", "unit"):
            self.fields[name].error_messages["invalid_choice"] = "没有这一项，按不限查了。"
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = "日期写成 2026-10-01 这样。"
            self.fields[name].widget = DayInput()

    def clean(self):
        facts = super().clean()
        since, until = facts.get("since"), facts.get("until")
        if since and until and since > until:
            self.add_error("until", "“到哪天止”早于“从哪天起”，请核对。这次没有按结束日期查。")
        return facts

    def question(self):
        """A filter that nobody offers is passed over, so an old address still opens."""
        self.full_clean()
        return Question(self.words, **{name: value for name, value in self.cleaned_data.items() if value})


def _units(chosen):
    """The units of the city; a village or a school is offered when the address names it."""
    units = dict(Organization.objects.governmental().values_list("slug", "name"))
    if slug_re.fullmatch(chosen) and chosen not in units:
        units |= dict(Organization.objects.filter(slug=chosen).values_list("slug", "name"))
    return units.items()
