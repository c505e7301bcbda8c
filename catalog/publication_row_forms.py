"""One row of the spreadsheet of publications: what is wrong with it, in the words of the form for a single one."""

import re
from dataclasses import dataclass

from django import forms

from catalog.models import Form, Item, PlatformColumn, Publication, Topic
from catalog.publication_forms import check_display_until, check_formed_on
from catalog.publication_table import COLUMNS
from linhai_portal.rich_text_field import RichTextField

_DAYS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S"]
_WRONG_DAY = {"invalid": "认不出这个日期，请按 2026-05-01 的样子写。"}
_LABELS = {each.name: each.label for each in COLUMNS}


@dataclass(frozen=True)
class Problem:
    """Where, what stands there, and what to do about it."""

    row: int
    column: str
    text: str
    words: str


class NamedChoice(forms.CharField):
    """A word of a fixed vocabulary by its name, or by the beginning of it when only one begins so."""

    def __init__(self, choices, **options):
        super().__init__(required=False, **options)
        self.choices = choices

    def clean(self, value):
        words = super().clean(value)
        found = [key for key, name in self.choices if words in (key, name)]
        found = found or [key for key, name in self.choices if name.startswith(words)]
        if words and len(found) != 1:
            names = "、".join(name for _, name in self.choices)
            raise forms.ValidationError(f"没有“{words}”。请从这些里选：{names}。")
        return found[0] if words else ""


def _text(name, **options):
    field = Publication._meta.get_field(name)
    too_long = f"太长，最多 {field.max_length} 字。"
    return forms.CharField(
        max_length=field.max_length,
        error_messages={"required": "没有填写。", "max_length": too_long},
        **options,
    )


class PublicationRowForm(forms.Form):
    title = _text("title")
    document_number = _text("document_number", required=False)
    formed_on = forms.DateField(
        input_formats=_DAYS,
        error_messages={"required": "没有填写。"} | _WRONG_DAY,
        validators=[check_formed_on],
    )
    items = forms.CharField(error_messages={"required": "没有填写：这条信息属于目录里的哪一项。"})
    body = RichTextField(required=False)
    summary = _text("summary", required=False)
    column = NamedChoice(PlatformColumn.choices)
    display_until = forms.DateField(
        input_formats=_DAYS, required=False, error_messages=_WRONG_DAY, validators=[check_display_until]
    )
    issuer = _text("issuer", required=False)
    topic = NamedChoice(Topic.choices)
    form = NamedChoice(Form.choices)
    keywords = _text("keywords", required=False)
    source = _text("source", required=False)

    def __init__(self, *args, items, **options):
        super().__init__(*args, **options)
        self.known = items

    def clean_items(self):
        codes = list(dict.fromkeys(re.split(r"[\s,，;；、]+", self.cleaned_data["items"].strip())))
        for code in codes:
            if code not in self.known:
                raise forms.ValidationError(f"目录里没有编码是“{code}”的事项，或者它不由本单位公开。")
        return [self.known[code] for code in codes]

    def clean(self):
        facts = super().clean()
        if not facts.get("body") and "body" not in self.errors:
            facts["body"] = self.fields["body"].clean(facts.get("summary", ""))
            if not facts["body"]:
                self.add_error("body", "正文和内容概述至少写一样。")
        return facts


def read_rows(table, *, by):
    """The cleaned facts of the table's rows, and what is wrong, by row and column."""
    items = {item.code: item for item in Item.objects.current().administered_by(by)}
    facts, problems, seen = [], [], _already_there(by)
    for number, texts in table.rows:
        form = PublicationRowForm(texts, items=items)
        problems += _problems(form, number, texts, table.places)
        if form.is_valid():
            problems += _twice(form.cleaned_data, number, table.places, seen)
            facts.append(form.cleaned_data)
    return facts, problems


def _problems(form, number, texts, places):
    return [
        Problem(number, _name(field, places), texts.get(field, ""), words)
        for field, errors in form.errors.items()
        for words in errors
    ]


def _name(field, places):
    letters = places.get(field, "")
    return f"{letters} 列“{_LABELS[field]}”" if letters else f"“{_LABELS[field]}”（表里没有这一列）"


def _already_there(by):
    """Title and 发文字号 of what the unit has already: a table uploaded twice publishes nothing twice."""
    own = Publication.objects.filter(organization=by.organizations().first(), corrects=None)
    own = own.exclude(status=Publication.Status.WITHDRAWN).exclude(document_number="")
    return dict.fromkeys(own.values_list("title", "document_number"), "本单位已有的一条")


def _twice(facts, number, places, seen):
    key = facts["title"], facts["document_number"]
    before = seen.setdefault(key, f"第 {number} 行")
    if before == f"第 {number} 行":
        return []
    words = f"标题和发文字号与{before}相同，请删去重复的。"
    return [Problem(number, _name("title", places), facts["title"], words)]
