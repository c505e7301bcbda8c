from django import forms

from catalog.guide_rows import Materials, Places, Questions, Stages, Steps
from catalog.models import Checklist, Item, LifeEvent
from linhai_portal.accounts.models import Organization
from linhai_portal.forms import LinesField, NameField

_TITLE = {"required": "请写明名称。"}


class GuideForm(forms.ModelForm):
    """A form with tables: `TABLES` gives name → (heading, hint, formset); their rows join the cleaned data by that name."""

    TABLES = {}

    organization = NameField(
        Organization.objects.all(),
        label="责任单位",
        error_messages={"required": "请写明责任单位。"},
        missing="没有找到“%(value)s”，或者不是您的单位，请从提示里选。",
    )

    def __init__(self, *args, drafter, **kwargs):
        self.drafter = drafter
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = _units_of(drafter)
        self.fields["organization"].widget.choices = self.fields["organization"].choices
        if self.instance.pk:
            del self.fields["slug"]
        self.tables = {
            name: (heading, hint, self._table(name, rows))
            for name, (heading, hint, rows) in self.TABLES.items()
        }

    def _table(self, name, rows):
        """What was typed, or what there is; never both, or a row typed as it was would count as empty."""
        return (
            rows(self.data, prefix=name) if self.is_bound else rows(prefix=name, initial=self.rows_now(name))
        )

    def rows_now(self, name):
        return getattr(self.instance, name)

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if type(self.instance).objects.filter(slug=slug).exists():
            raise forms.ValidationError("这个地址名已经用过了。要改已公布的，请从它的页面点“起草修改”。")
        return slug

    def clean(self):
        facts = super().clean()
        for name, (heading, _, rows) in self.tables.items():
            if rows.is_valid():
                facts[name] = rows.rows()
            else:
                self.add_error(None, [f"{heading}{each}" for each in rows.complaints()])
        return facts


def _units_of(drafter):
    """The office writes for any unit, a unit for itself."""
    return Organization.objects.all() if drafter.is_city_wide else drafter.organizations()


def _lines(label, hint, rows=3):
    return LinesField(
        label=label,
        required=False,
        max_length=3000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ChecklistForm(GuideForm):
    TABLES = {
        "materials": ("办理材料", "一行一样。窗口能自己查到的，不要让群众带", Materials),
        "places": (
            "办理地点",
            "写责任单位的名称，地址、时间、电话空着，就照“单位”里登记的显示",
            Places,
        ),
        "steps": ("办理流程", "一行一步，从群众出门写到拿到结果", Steps),
        "questions": ("常见问题", "群众常问的，一两条就好", Questions),
    }

    basis = _lines("设定依据", "一行一条，写到条、款")
    conditions = _lines("申请条件", "一行一条，群众看了就知道自己能不能办")
    gathered = _lines("相关事项", "目录事项的编码，一行一个，例如 04-02-01", rows=2)

    class Meta:
        model = Checklist
        fields = [
            "title",
            "slug",
            "organization",
            "lead",
            "basis",
            "conditions",
            "statutory_limit",
            "promised_limit",
            "fee",
            "result",
            "complaint_phone",
        ]
        error_messages = {"title": _TITLE}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["gathered"] = [str(item) for item in self.instance.gathered()]

    def clean_gathered(self):
        codes = [line.split()[0] for line in self.cleaned_data["gathered"]]
        items = {item.code: item for item in Item.objects.current().filter(code__in=codes)}
        unknown = [code for code in codes if code not in items]
        if unknown:
            raise forms.ValidationError(f"没有编码是“{unknown[0]}”的事项，请照目录核对。")
        return list(items.values())


class LifeEventForm(GuideForm):
    TABLES = {
        "gathered": (
            "步骤",
            "照群众办事的先后。事项写编码，办事指南写名称，已公开的信息写索引号，一行一个",
            Stages,
        )
    }

    class Meta:
        model = LifeEvent
        fields = ["title", "slug", "organization", "lead", "theme", "position"]
        error_messages = {"title": _TITLE, "theme": {"required": "请选择生活主题。"}}

    def rows_now(self, name):
        return self.instance.gathered() if self.instance.pk else []


class ApproveForm(forms.Form):
    note = forms.CharField(
        label="审核意见", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class CloseForm(forms.Form):
    reason = forms.CharField(
        label="停用理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="群众看得到，例如：政策已经废止，改办什么",
        error_messages={"required": "请写明停用理由，群众看得到。"},
    )
