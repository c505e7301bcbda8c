import hashlib
import json
from pathlib import Path

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.timezone import localtime

from catalog.element_fields import (
    FIELD_CLASSES,
    AudienceGroup,
    LegalBasis,
    NameOfItem,
    OtherChannel,
    PrintedText,
)
from catalog.exchange.plan import may_retire
from catalog.exchange.rows import LONGEST
from catalog.item_editing import stored_version
from catalog.layouts.vocabulary import CHANNELS, LEVELS, OTHER
from catalog.models import Domain, Item
from linhai_portal.accounts.models import Organization
from linhai_portal.accounts.models.organizations import PublisherNames
from linhai_portal.accounts.roles import PERMISSIONS
from linhai_portal.forms import LinesField, NameField

TABLE_SUFFIXES = [".xlsx", ".xls", ".csv"]
_UPLOADING_ROLES = [role for role, deeds in PERMISSIONS.items() if "catalog.add_catalogimport" in deeds]
_BASIS_HELP = "一行一条，例如：《中华人民共和国政府信息公开条例》（国务院令第711号）"


def _choices(names):
    return [(name, name) for name in names]


def channels_field():
    return forms.MultipleChoiceField(
        label="公开渠道和载体",
        choices=_choices(CHANNELS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def levels_field():
    return forms.MultipleChoiceField(
        label="公开层级", choices=_choices(LEVELS), widget=forms.CheckboxSelectMultiple, required=False
    )


def _check_elements(form, facts):
    """A row with neither would not be read back from an export; another channel is one of the 13: 其他."""
    if not (facts.get("level2") or facts.get("content")):
        form.add_error("content", "没有二级事项的，请填写公开内容。")
    if facts.get("other_channel") and OTHER not in facts.get("channels", []):
        facts["channels"] = [*facts.get("channels", []), OTHER]


def _check_level1(form, facts, has_others, others_are_named):
    """In the national layout a blank 一级事项 repeats the one above: a table has them all or has none."""
    if others_are_named and not facts.get("level1"):
        form.add_error("level1", "同一张目录的其他事项都有一级事项，这里也要填写。")
    if has_others and not others_are_named and facts.get("level1"):
        form.add_error("level1", "同一张目录的其他事项都没有一级事项，这里请留空，名称写到二级事项。")


class DomainForm(forms.ModelForm):
    aliases = LinesField(label="别名", required=False, help_text="一行一个；导入的表格里写这些名称时也认得出")
    lead = NameField(Organization.objects.governmental(), label="牵头单位", required=False)
    unit_names = LinesField(
        label="其他责任单位",
        required=False,
        help_text="一行一个单位，按责任分工表的顺序；写简称、全称或者别名都可以",
    )

    class Meta:
        model = Domain
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            rows = self.instance.domainunit_set.select_related("organization")
            self.initial["unit_names"] = [each.organization.name for each in rows]

    def clean_unit_names(self):
        """The units in their order, each once."""
        names, units = PublisherNames(), []
        for name in self.cleaned_data["unit_names"]:
            unit = names.find(name)
            if not isinstance(unit, Organization):
                raise ValidationError(f"没有找到单位“{name}”。")
            units.append(unit)
        return list(dict.fromkeys(units))


class ItemForm(forms.ModelForm):
    """Every element of an item; refuses to overwrite what somebody else stored since the form was opened."""

    legal_basis = LegalBasis(label="公开依据", required=False, help_text=_BASIS_HELP)
    channels = channels_field()
    levels = levels_field()
    rule_reviewed = forms.BooleanField(
        label="时限规则已核定", required=False, help_text="核定以后，导入表格不再改动上面的规则"
    )
    confirmed = forms.BooleanField(
        label="责任单位已核定这一项", required=False, help_text="本单位已对照工作实际看过各项内容，确认无误"
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    editor = None  # set by the admin for each request

    class Meta:
        model = Item
        fields = "__all__"
        field_classes = FIELD_CLASSES
        widgets = {
            "content": forms.Textarea(attrs={"rows": 5}),
            "level1": forms.TextInput,
            "level2": forms.TextInput,
            "level3": forms.TextInput,
            "time_limit": forms.Textarea(attrs={"rows": 2}),
            "publisher_text": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial |= {
                "channels": self.instance.channels,
                "levels": self.instance.levels,
                "rule_reviewed": bool(self.instance.limit_reviewed_on),
                "confirmed": self.instance.is_confirmed,
                "seen": self.instance.updated_at.isoformat(),
            }

    def clean(self):
        facts = super().clean()
        if self.instance.pk:
            self._refuse_overwriting()
        self._check_limit(facts)
        self._check_publisher(facts)
        domain = facts.get("domain") or self.instance.domain_id
        others = Item.objects.current().filter(domain=domain).exclude(pk=self.instance.pk)
        if "level1" in self.changed_data or not self.instance.pk:
            _check_level1(self, facts, others.exists(), others.exclude(level1="").exists())
        _check_elements(self, facts)
        self.instance.channels = facts.get("channels", [])
        self.instance.levels = facts.get("levels", [])
        return facts

    def _refuse_overwriting(self):
        stored = stored_version(self.instance)
        if self.cleaned_data.get("seen") != stored.isoformat():
            raise ValidationError(
                format_html(
                    "您打开以后，这一项已被他人修改（{}）。您填写的内容没有保存，还在下面。"
                    '请<a href="" target="_blank">在新窗口打开最新内容</a>，核对后再改。',
                    f"{localtime(stored):%m月%d日 %H:%M}",
                )
            )

    def _check_limit(self, facts):
        unit, days, period = facts.get("limit_unit"), facts.get("limit_number"), facts.get("limit_period")
        counted = unit in (Item.LimitUnit.WORKDAY, Item.LimitUnit.DAY)
        if counted and not days:
            self.add_error("limit_number", "按工作日或自然日计算的时限要写天数，从 1 起。")
        if not counted and days is not None:
            self.add_error("limit_number", "这种时限不写天数，请清空。")
        if unit == Item.LimitUnit.PERIODIC and not period:
            self.add_error("limit_period", "定期公开的事项要选周期。")
        if unit != Item.LimitUnit.PERIODIC and period:
            self.add_error("limit_period", "只有定期公开的事项才选周期，请清空。")

    def _check_publisher(self, facts):
        """Who works for one unit does not hand its items to another."""
        if self.editor.is_city_wide or "publisher_text" not in self.changed_data:
            return
        own = set(Organization.objects.administered_by(self.editor).values_list("pk", flat=True))
        named = PublisherNames().find_all(facts.get("publisher_text", ""))
        if not any(isinstance(each, Organization) and each.pk in own for each in named):
            self.add_error("publisher_text", "公开主体里要有您的单位。要转给别的单位，请联系市政务公开办。")


class UploadForm(forms.Form):
    file = forms.FileField(
        label="表格文件",
        help_text="基层政务公开标准目录，.xlsx、.xls 或 .csv。各地常用的版式都可以，不用改格式",
        error_messages={
            "required": "请选择要上传的表格文件。",
            "empty": "这个文件是空的，请检查后重新选择。",
            "max_length": "文件名太长，请改短后重新选择。",
        },
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ",".join(TABLE_SUFFIXES)}),
    )
    organization = forms.ModelChoiceField(
        label="填报单位", queryset=Organization.objects.none(), empty_label=None
    )
    domain = forms.ModelChoiceField(
        label="领域",
        queryset=Domain.objects.all(),
        required=False,
        empty_label="按表格里写的领域",
        help_text="标题、工作表名或者领域列写明了领域时不用选",
    )
    retire_missing = forms.BooleanField(
        label="取消表里没有的事项",
        required=False,
        help_text="只取消本单位、这些领域里的事项。表格不完整时不要勾选",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        uploading = user.memberships.filter(role__in=_UPLOADING_ROLES)
        units = Organization.objects.filter(pk__in=uploading.values("organization"))
        self.fields["organization"].queryset = units
        if not may_retire(user):
            del self.fields["retire_missing"]
        if len(units) == 1:
            self.fields["organization"].initial = units[0]
            self.fields["organization"].widget = forms.HiddenInput()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if Path(file.name).suffix.lower() not in TABLE_SUFFIXES:
            raise ValidationError("只能上传 .xlsx、.xls 或 .csv 文件。WPS 文件请先另存为 .xlsx。")
        if file.size > settings.MAX_IMPORT_BYTES:
            raise ValidationError(
                f"文件有 {file.size / 1e6:.1f} MB，超过 {settings.MAX_IMPORT_BYTES / 1e6:.0f} MB。请分领域上传。"
            )
        return file


class RowForm(forms.Form):
    """One row of an uploaded table, mended before it is stored; the names of the fields are those of a record."""

    domain = forms.ChoiceField(label="领域")
    level1 = NameOfItem(label="一级事项", max_length=LONGEST["level1"], required=False)
    level2 = NameOfItem(label="二级事项", max_length=LONGEST["level2"], required=False)
    level3 = NameOfItem(label="三级事项", max_length=LONGEST["level3"], required=False)
    content = PrintedText(
        label="公开内容（要素）",
        max_length=LONGEST["content"],
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    legal_basis = LegalBasis(label="公开依据", required=False, help_text=_BASIS_HELP)
    time_limit = PrintedText(
        label="公开时限",
        max_length=LONGEST["time_limit"],
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    publisher = PrintedText(
        label="公开主体",
        max_length=LONGEST["publisher_text"],
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text="多个单位分行写，或者用顿号隔开",
    )
    channels = channels_field()
    other_channel = OtherChannel(label="其他渠道", max_length=LONGEST["other_channel"], required=False)
    to_everyone = forms.BooleanField(label="面向全社会", required=False)
    audience_group = AudienceGroup(label="特定群体", max_length=LONGEST["audience_group"], required=False)
    proactive = forms.BooleanField(label="主动公开", required=False)
    on_request = forms.BooleanField(label="依申请公开", required=False)
    levels = levels_field()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, row, **kwargs):
        self.row = row
        upload = row.catalog_import
        super().__init__(*args, initial=row.record | {"seen": fingerprint(row)}, **kwargs)
        if upload.domain or upload.reading.get("domain"):
            del self.fields["domain"]
        else:
            self.fields["domain"].choices = _choices(upload.reading.get("domains", []))

    def clean(self):
        facts = super().clean()
        if facts.get("seen") != fingerprint(self.row):
            raise ValidationError("您打开以后，这一行已被他人改过。请返回列表，重新打开这一行。")
        if not (facts.get("level1") or facts.get("level2") or facts.get("level3")):
            self.add_error("level2", "请填写事项名称，至少填写一级、二级、三级中的一级。")
        if not (facts.get("proactive") or facts.get("on_request")):
            self.add_error("proactive", "请选择公开方式：主动公开或依申请公开。")
        others = self.row.catalog_import.rows.exclude(pk=self.row.pk).filter(record__has_key="level1")
        _check_level1(self, facts, others.exists(), others.exclude(record__level1="").exists())
        _check_elements(self, facts)
        return facts

    def record_values(self):
        """What the corrected row says, by the names of a record's fields."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {"domain": self.row.record.get("domain")} | values


def fingerprint(row):
    """Tells two states of a row apart, so that a form opened before a change is not stored over it."""
    state = json.dumps([row.record, row.problems], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(state.encode()).hexdigest()[:16]
