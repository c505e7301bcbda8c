"""One row of the table as a form: what is wrong with it is said by column, as beside the field of a page."""

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone

from catalog.layouts.texts import squeeze
from catalog.models import Form, PlatformColumn, Publication, Topic
from catalog.models.old_pages import LONGEST
from catalog.old_addresses import path_of
from catalog.publication_import.columns import NAMES
from linhai_portal.accounts.models import Organization, User

_DAYS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]
_CLOCKS = ["", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", "T%H:%M", "T%H:%M:%S"]
_EARLIEST = 1949
_YES, _NO = {"是", "√", "true", "1", "y", "yes"}, {"", "否", "×", "false", "0", "n", "no"}
_BAD_DAY = "请按 2021-05-06 的样子写日期。"


class DayField(forms.DateField):
    def __init__(self, **options):
        words = {"invalid": _BAD_DAY, "required": _BAD_DAY}
        super().__init__(input_formats=_DAYS, error_messages=words, **options)

    def to_python(self, value):
        """A workbook gives midnight with some days."""
        return super().to_python(value.removesuffix(" 00:00:00") if isinstance(value, str) else value)


class WordsField(forms.ChoiceField):
    """One of a vocabulary, by its word as printed or by its code."""

    def __init__(self, vocabulary, **options):
        super().__init__(choices=vocabulary.choices, required=False, **options)
        self.codes = {squeeze(label): value for value, label in vocabulary.choices}

    def to_python(self, value):
        words = super().to_python(value)
        return self.codes.get(squeeze(words), words)


class YesNoField(forms.CharField):
    def to_python(self, value):
        words = super().to_python(value).casefold()
        if words not in _YES | _NO:
            raise forms.ValidationError("请写“是”或者“否”。")
        return words in _YES


def _text(name, **options):
    length = Publication._meta.get_field(name).max_length
    words = {"max_length": f"最多 {length} 字，现在 %(show_value)d 字。", "required": "不能空着。"}
    return forms.CharField(max_length=length, error_messages=words, **{"required": False} | options)


def _vocabulary(name, vocabulary):
    return WordsField(vocabulary, error_messages={"invalid_choice": f"没有“%(value)s”这一个{NAMES[name]}。"})


class RowForm(forms.Form):
    """`units` finds an organization by its name, `items` are the current items by code."""

    title = _text("title", required=True)
    unit = forms.CharField(error_messages={"required": "不能空着。"})
    issuer = _text("issuer")
    document_number = _text("document_number")
    formed_on = DayField(required=False)
    published_at = forms.DateTimeField(
        input_formats=[day + clock for day in _DAYS for clock in _CLOCKS],
        error_messages={"required": "不能空着。", "invalid": "请按 2021-05-06 09:30 的样子写时间。"},
    )
    items = forms.CharField(required=False)
    column = _vocabulary("column", PlatformColumn)
    topic = _vocabulary("topic", Topic)
    form = _vocabulary("form", Form)
    address = forms.CharField(error_messages={"required": "不能空着。"})
    summary = _text("summary")
    keywords = _text("keywords")
    source = _text("source")
    is_policy = YesNoField(required=False)
    registration_number = _text("registration_number")
    effective_on = DayField(required=False)
    expires_on = DayField(required=False)
    ending = _vocabulary("ending", Publication.Validity)
    ended_on = DayField(required=False)
    ending_basis = _text("ending_basis")
    display_until = DayField(required=False)

    looked_by = forms.CharField(required=False)

    def __init__(self, texts, *, units, items):
        super().__init__(texts)
        self.units, self.known_items = units, items

    def clean_unit(self):
        found = self.units.find(self.cleaned_data["unit"])
        if not isinstance(found, Organization):
            raise forms.ValidationError(f"没有名称或者别名是“{self.cleaned_data['unit']}”的单位。")
        return found

    def clean_items(self):
        codes = self.cleaned_data["items"].replace("、", " ").replace(",", " ").replace("，", " ").split()
        if unknown := [code for code in codes if code not in self.known_items]:
            raise forms.ValidationError(f"没有编码是 {'、'.join(unknown)} 的事项，请照目录核对。")
        return [self.known_items[code] for code in dict.fromkeys(codes)]

    def clean_published_at(self):
        at = self.cleaned_data["published_at"]
        if at > timezone.now():
            raise forms.ValidationError("发布时间在将来。这里只收已经发布过的信息。")
        return self._not_too_early(at)

    def clean_formed_on(self):
        return self._not_too_early(self.cleaned_data["formed_on"])

    def _not_too_early(self, day):
        if day and day.year < _EARLIEST:
            raise forms.ValidationError(f"早于 {_EARLIEST} 年。请核对年份。")
        return day

    def clean_address(self):
        address = self.cleaned_data["address"]
        URLValidator(
            schemes=["http", "https"], message="请写完整的网址，例如 http://www.example.cn/art/1.html。"
        )(address)
        if max(len(address), len(path_of(address))) > LONGEST:
            raise forms.ValidationError(f"网址太长，最多 {LONGEST} 字。")
        if path_of(address) == "/":
            raise forms.ValidationError("这是首页的网址。请写这条信息自己的网址。")
        return address

    def clean(self):
        facts = super().clean()
        if self.errors:
            return facts
        self._check_formed(facts)
        self._check_looked(facts)
        self._check_ending(facts)
        facts["issuer"] = facts["issuer"] or facts["unit"].full_name
        return facts

    def _check_looked(self, facts):
        """Who answers for the pictures and scans that no program can read; a person who reviews for this unit."""
        name = facts["looked_by"]
        if not name:
            return
        people = User.objects.who_may("catalog.review_publication", organization=facts["unit"])
        facts["looked_by"] = people.filter(username=name).first()
        if facts["looked_by"] is None:
            self.add_error("looked_by", f"没有登录名是“{name}”、能审核这个单位信息的人。")

    def _check_ending(self, facts):
        """What the older site called repealed does not come over as in force; 有效 and 尚未施行 follow from the dates."""
        if facts["ending"] == Publication.Validity.LAPSED and facts["expires_on"] and not facts["ended_on"]:
            facts["ending"] = ""  # by its term
        if facts["ending"] not in Publication.ENDINGS:
            facts["ending"] = ""
        ending, ended_on = facts["ending"], facts["ended_on"]
        if ending and not facts["is_policy"]:
            self.add_error("ending", "只有政策文件会失效、废止。请在“政策文件”一栏写“是”。")
        elif ending and ended_on is None:
            self.add_error("ended_on", "失效、废止、已修改的，要写从哪一天起。")
        elif ended_on and not ending:
            self.add_error("ending", "写了失效、废止日期，请写明是失效、废止还是已修改。")
        elif ended_on and ended_on < (facts["formed_on"] or ended_on):
            self.add_error("ended_on", "早于成文日期。请核对。")

    def _check_formed(self, facts):
        """A piece of news is formed on the day it appears; a document has a date of its own."""
        published_on = timezone.localdate(facts["published_at"])
        formed_on, is_document = facts["formed_on"], facts["is_policy"] or facts["document_number"]
        if formed_on is None and is_document:
            self.add_error("formed_on", "政策文件和有发文字号的，要写成文日期。")
        elif formed_on and formed_on > published_on:
            self.add_error("formed_on", "晚于发布时间。请核对。")
        else:
            facts["formed_on"] = formed_on or published_on
        if facts["effective_on"] and facts["expires_on"] and facts["expires_on"] < facts["effective_on"]:
            self.add_error("expires_on", "早于施行日期。请核对。")
