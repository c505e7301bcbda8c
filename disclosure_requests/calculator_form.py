"""What a visitor tells the calculator: how and when the application came, and what happened since.

Each happening is a fact of the clock, so that what cannot be is refused by the one engine and said beside its field.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django import forms

from disclosure_requests import facts
from disclosure_requests.clock import NoRulesInForce
from disclosure_requests.due_dates import due_dates
from disclosure_requests.receipt import Channel, NotConfirmed, is_confirmed_late, received_on
from linhai_portal.forms import DayField
from linhai_portal.workdays import OutOfCalendar

FURTHEST = timedelta(days=731)  # no case lasts longer; a slip in the year would fill the page with days


@dataclass(frozen=True, slots=True)
class Happening:
    """`asks`: name of each value → its label; the first `needed` of them make the fact, the others may come later."""

    key: str
    make: Callable
    asks: dict[str, str]
    needed: int = 1

    def names(self) -> list[str]:
        return [f"{self.key}_{name}" for name in self.asks]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    hint: str
    happenings: tuple[Happening, ...]


def _consultation(key, third_party, whose, which=""):
    labels = (f"{which}征求意见书送出", f"{which}{whose}收到", f"{which}收到{whose}的意见")
    asks = dict(zip(("sent_on", "delivered_on", "answered_on"), labels, strict=True))
    return Happening(key, partial(facts.Consultation, third_party=third_party), asks)


GROUPS = (
    Group(
        "补正",
        "申请内容不明确的，行政机关可以告知补正一次。收到补正那天起重新计算期限。",
        (
            Happening("correction_notice", facts.CorrectionNotice, {"on": "告知补正"}),
            Happening("correction_received", facts.CorrectionReceived, {"on": "收到补正"}),
        ),
    ),
    Group(
        "征求第三方意见",
        "从送出的第二天起，到收到意见那天，不计入期限；对方收到以后最多 15 个工作日。",
        (
            _consultation("third_party", True, "第三方"),
            _consultation("third_party_2", True, "第三方", "再一次："),
        ),
    ),
    Group(
        "征求其他机关意见",
        "同征求第三方意见一样，不计入期限。机关内部的科室、下属单位之间商量，不能不计。",
        (
            _consultation("agency", False, "其他机关"),
            _consultation("agency_2", False, "其他机关", "再一次："),
        ),
    ),
    Group(
        "收费",
        "收到收费通知以后期限停止，缴费那天起重新计算。",
        (
            Happening("fee_notice", facts.FeeNotice, {"on": "申请人收到收费通知"}),
            Happening("fee_paid", facts.FeePaid, {"on": "缴费"}),
        ),
    ),
    Group(
        "延期答复",
        "只能延期一次，最多 20 个工作日，要在原来的期限以内告知。",
        (
            Happening(
                "extension",
                facts.Extension,
                {"on": "告知延期", "workdays": "延期几个工作日"},
                needed=2,
            ),
        ),
    ),
    Group(
        "延迟答复",
        "申请的数量、频次明显超过合理范围，但理由合理的，可以告知一个合理的答复日期。",
        (Happening("delay", facts.Delay, {"on": "告知延迟答复", "promised_on": "告知的答复日期"}, needed=2),),
    ),
    Group(
        "答复",
        "当面交给申请人、交邮或者网上发出的日期。",
        (Happening("replied", facts.Replied, {"on": "作出答复"}),),
    ),
)


class CalculatorForm(forms.Form):
    """Valid, it holds in `cleaned_data` the `received_on` and the `dates` that follow from everything told."""

    channel = forms.ChoiceField(
        label="怎么提交的",
        choices=[(each.value, each.label) for each in Channel],
        error_messages={"required": "请选一种提交方式。", "invalid_choice": "没有这种提交方式，请重新选。"},
    )
    arrived_on = DayField("提交的日期", help_text="寄信的，写行政机关收到那天。")
    confirmed_on = DayField(
        "双方确认的日期",
        required=False,
        help_text="平常信函、传真、口头申请要写；网上、电子邮件提交，当天收到登记回执的不用写。",
    )

    def __init__(self, params, *, calendar):
        super().__init__(params, auto_id="f-%s", use_required_attribute=False)
        self.calendar = calendar
        for group in GROUPS:
            for happening in group.happenings:
                self.fields |= {
                    f"{happening.key}_{name}": _field(name, label) for name, label in happening.asks.items()
                }

    def groups(self) -> Iterator[tuple[Group, list, bool]]:
        """Each with its fields, and whether it is to be seen: something stands in it or is wrong."""
        for group in GROUPS:
            fields = [self[name] for happening in group.happenings for name in happening.names()]
            yield group, fields, any(field.errors or field.value() for field in fields)

    def told(self) -> Iterator[tuple[str, str, object]]:
        """What was filled in: the group, the label and the value."""
        values = self.cleaned_data
        for group in GROUPS:
            for happening in group.happenings:
                for name in happening.names():
                    if values[name] is not None:
                        yield group.title, self.fields[name].label, values[name]

    def channel_chosen(self) -> Channel:
        return Channel(self.cleaned_data["channel"])

    def clean(self):
        received, told = self._received_on(), self._facts()
        if received:
            self._check_distance(received)
        if received and not self.errors:
            self._compute(received, told)
        return self.cleaned_data

    def _received_on(self):
        values = self.cleaned_data
        if not {"channel", "arrived_on", "confirmed_on"} <= values.keys():
            return None
        try:
            return received_on(self.channel_chosen(), values["arrived_on"], values["confirmed_on"])
        except NotConfirmed as wrong:
            self.add_error("confirmed_on", str(wrong))

    def _facts(self):
        """Pairs of what happened and the fact it is."""
        told = [(each, self._fact(each)) for group in GROUPS for each in group.happenings]
        return [(happening, fact) for happening, fact in told if fact]

    def _fact(self, happening):
        values = {name: self.cleaned_data.get(f"{happening.key}_{name}") for name in happening.asks}
        if set(values.values()) == {None} or any(name in self.errors for name in happening.names()):
            return None
        missing = [name for name in [*happening.asks][: happening.needed] if values[name] is None]
        for name in missing:
            self.add_error(f"{happening.key}_{name}", "这一项也要写，或者把同一件事的其他项清空。")
        if missing:
            return None
        try:
            return happening.make(**values)
        except facts.ImpossibleFact as wrong:
            self.add_error(f"{happening.key}_{wrong.name}", str(wrong))

    def _check_distance(self, received):
        for name, field in self.fields.items():
            day = self.cleaned_data.get(name) if isinstance(field, DayField) else None
            if day and abs(day - received) > FURTHEST:
                self.add_error(name, "离收到申请的日期超过两年，请核对年份。")

    def _compute(self, received, told):
        values = self.cleaned_data
        try:
            dates = due_dates(received, [fact for _, fact in told], self.calendar)
            late = is_confirmed_late(
                self.channel_chosen(), values["arrived_on"], values["confirmed_on"], self.calendar
            )
        except facts.ImpossibleFact as wrong:
            happening = next(each for each, fact in told if fact is wrong.fact)
            self.add_error(f"{happening.key}_{wrong.name or next(iter(happening.asks))}", str(wrong))
        except (NoRulesInForce, OutOfCalendar) as wrong:
            self.add_error("arrived_on", str(wrong))
        else:
            values |= {"received_on": received, "dates": dates, "confirmed_late": late}


def _field(name, label):
    if name != "workdays":
        return DayField(label, required=False)
    return forms.IntegerField(
        label=label,
        required=False,
        error_messages={"invalid": "写 1 到 20 的数字。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 2}),
    )
