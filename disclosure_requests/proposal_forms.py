"""Under which item of the catalog a proposal is drafted: the best that fits, a later choice, or a new item."""

from django import forms
from django.db.models import Count

from catalog.models import Domain, Item
from disclosure_requests.similar_cases import likeness

LATER, NEW = "later", "new"
_FITS = 0.4  # of `likeness`
_MOST = 5
_LOOKED_AT = 500  # items of the unit


def fitting_items(proposal, user):
    """Pairs of a likeness and an item that this person may draft under, the most alike first."""
    unit = proposal.case.organization
    own = Item.objects.current().published_by(unit).administered_by(user).select_related("domain")
    items = own.exclude(attribute=Item.Attribute.WITHHELD)[:_LOOKED_AT]
    alike = [
        (max(likeness(proposal.title, each.title), _share(proposal.title, each)), each) for each in items
    ]
    alike.sort(key=lambda pair: (-pair[0], pair[1].pk))
    return [pair for pair in alike if pair[0]][:_MOST]


def _share(title, item):
    """An element of the item may be what is asked for by name."""
    return max((likeness(title, each) for each in item.content.split("、")), default=0)


def usual_domain(unit):
    """The published catalog that has most items of the unit, or None."""
    domains = Domain.objects.exclude(published_on=None).filter(
        items__in=Item.objects.current().published_by(unit)
    )
    return domains.annotate(n=Count("items")).order_by("-n", "pk").first()


class DraftingForm(forms.Form):
    """Without data it has the choice that one press makes."""

    choice = forms.ChoiceField(
        label="属于目录里的哪一项",
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项。", "invalid_choice": "没有这一项，请重新选。"},
    )
    domain = forms.ModelChoiceField(
        Domain.objects.none(),
        label="新增在哪个领域",
        required=False,
        empty_label="请选择",
        help_text="目录里没有合适的事项才选",
        error_messages={"invalid_choice": "没有这个领域，请重新选。"},
    )

    def __init__(self, data=None, *, proposal, user):
        fitting, usual = fitting_items(proposal, user), usual_domain(proposal.case.organization)
        self.items = {item.code: item for _, item in fitting}
        may_add = user.has_perm("catalog.draft_adjustment")
        best = fitting[0][1].code if fitting and fitting[0][0] >= _FITS else ""
        usually = {
            "choice": best or (NEW if may_add and usual else LATER),
            "domain": usual.pk if usual else "",
        }
        super().__init__(usually if data is not None and "choice" not in data else data, initial=usually)
        self.fields["choice"].choices = [
            *((code, f"{code} {item.title}（{item.domain}）") for code, item in self.items.items()),
            (LATER, "先起草，事项以后选"),
            *([(NEW, "没有合适的：起草目录调整，新增事项")] if may_add else []),
        ]
        self.fields["domain"].queryset = Domain.objects.exclude(published_on=None).order_by("position", "pk")

    def clean(self):
        told = super().clean()
        if told.get("choice") == NEW and not told.get("domain") and "domain" not in self.errors:
            self.add_error("domain", "请选新增的事项放在哪个领域。")
        return told

    @property
    def chosen_items(self):
        """One of those offered, or none yet."""
        return [self.items[code] for code in [self.cleaned_data["choice"]] if code in self.items]


class DecliningForm(forms.Form):
    reason = forms.CharField(
        label="不采纳的理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：只涉及申请人自己，对其他人没有用处",
        error_messages={"required": "请写明理由。"},
    )
