"""The rows of a checklist and of a life event as they are typed: tables that grow by one empty row at each saving."""

from django import forms
from django.db.models import Q
from django.forms.formsets import ORDERING_FIELD_NAME, BaseFormSet, formset_factory
from django.utils.timezone import localdate

from catalog.models import Checklist, Item, Publication
from linhai_portal.forms import LinesField

MOST_ROWS = 30
_SHORT, _LONG = 60, 200


class Rows(BaseFormSet):
    """Emptied rows fall away; the numbers in the last column give the order."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields[ORDERING_FIELD_NAME].label = "顺序"

    def rows(self):
        """The cells of each filled row in their order; to be asked once it is valid."""
        cells = [_cells(form.cleaned_data) for form in self.ordered_forms]
        return [row for row in cells if any(row.values())]

    def complaints(self):
        """What is wrong, in sentences that name the row."""
        yield from self.non_form_errors()
        for number, form in enumerate(self.forms, start=1):
            for name, errors in form.errors.items():
                label = form.fields[name].label + "：" if name in form.fields else ""
                yield from (f"第 {number} 行，{label}{error}" for error in errors)


def _cells(cleaned):
    return {name: value for name, value in cleaned.items() if name != ORDERING_FIELD_NAME}


class Row(forms.Form):
    """The first cell names the row: it may be empty only where all are."""

    use_required_attribute = False

    def clean(self):
        cells = _cells(super().clean())
        first = next(iter(self.fields))
        if first not in self.errors and not cells.get(first) and any(cells.values()):
            self.add_error(first, f"请填写{self.fields[first].label}，或者把这一行清空。")


def _text(label, most=_SHORT):
    return forms.CharField(label=label, max_length=most, required=False)


def _area(label, most=_LONG):
    return forms.CharField(
        label=label, max_length=most, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class MaterialRow(Row):
    name = _text("材料名称")
    form = _text("原件或复印件", 20)
    count = _text("份数", 20)
    issuer = _text("哪里出具")
    note = _text("说明", _LONG)


class PlaceRow(Row):
    name = _text("办理地点", 100)
    address = _text("地址", _LONG)
    hours = _text("办理时间", 100)
    phone = _text("联系电话")


class StepRow(Row):
    name = _text("做什么", 100)
    detail = _text("说明", _LONG)


class QuestionRow(Row):
    question = _text("问", 100)
    answer = _area("答", 300)


class EntriesField(LinesField):
    """Items, checklists and publications, one a line: a code, an address name or a title, an 索引号."""

    def prepare_value(self, value):
        if isinstance(value, list):
            value = [_written(each) for each in value]
        return super().prepare_value(value)

    def clean(self, value):
        return [_target(line) for line in super().clean(value)]


def _written(target):
    """As it is typed: an item says its code by itself."""
    return f"{target.index_number} {target}" if isinstance(target, Publication) else str(target)


def _target(line):
    first, listed = line.split()[0], Publication.objects.listed(on=localdate())
    found = Item.objects.current().filter(code=first).select_related("domain").first()
    found = found or Checklist.objects.published().filter(Q(slug=line) | Q(title=line)).first()
    found = found or listed.filter(index_number=first).first()
    if found is None:
        raise forms.ValidationError(
            f"没有编码、名称或者索引号是“{line}”的事项、办事指南、已公开的信息，请核对。"
        )
    return found


class StageRow(Row):
    title = _text("这一步做什么")
    explanation = _area("说明", 500)
    entries = EntriesField(label="事项、指南和政府信息", required=False, max_length=2000)


def _table(row):
    return formset_factory(
        row,
        formset=Rows,
        extra=1,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS + 1,
        validate_max=True,
        can_order=True,
    )


Materials, Places, Steps, Questions, Stages = map(
    _table, (MaterialRow, PlaceRow, StepRow, QuestionRow, StageRow)
)
