"""What the office tells with a deed: one small form each. Days are checked here; what the law asks, in the verbs."""

from django import forms
from django.conf import settings

from disclosure_requests.fees import MOST
from disclosure_requests.guards import disclosure_notices
from disclosure_requests.keeping_materials import BY_OFFICE, removable
from disclosure_requests.models import (
    ApplicantClass,
    Consultation,
    FeeNotice,
    FollowUp,
    Letter,
    Material,
    ReasonsRequest,
    Verification,
)
from linhai_portal.accounts.models import Organization, User
from linhai_portal.checked_file import CheckedFile
from linhai_portal.forms import DayField, NameField


class DeedForm(forms.Form):
    """`case` is what it is about, `today` the day it is told; a day asked for begins with today."""

    def __init__(self, *args, case, user, today, **options):
        super().__init__(*args, **options)
        self.case, self.user = case, user
        for field in self.fields.values():
            if isinstance(field, DayField) and field.initial == "today":
                field.initial = today


def words(label, *, required=True, rows=4, longest=2000, help_text=""):
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": "请填写。"},
    )


def choice(label, choices, **options):
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项。"},
        **options,
    )


def scale(label):
    """The five steps, kept as their numbers."""
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        choices=FollowUp.Satisfaction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项。"},
    )


class Confirming(DeedForm):
    confirmed_on = DayField("双方确认的日期", initial="today", help_text="和申请人联系、确认的那天")


class Registering(DeedForm):
    applicant_class = choice("申请人类别", ApplicantClass.choices, help_text="年度报告按它统计")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        citizen = self.case.applicant.is_citizen
        natural = ApplicantClass.NATURAL
        self.fields["applicant_class"].choices = [
            (value, label) for value, label in ApplicantClass.choices if (value == natural) == citizen
        ]
        if citizen:
            self.fields["applicant_class"].initial = natural


class Assigning(DeedForm):
    unit = NameField(
        Organization.objects.governmental(),
        label="承办单位",
        missing="没有“%(value)s”这个单位，请从提示里选。",
    )
    others = forms.ModelMultipleChoiceField(
        Organization.objects.governmental(),
        label="协办单位",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="可以选几个；按住 Ctrl 再点",
    )
    due_on = DayField("内部期限", required=False, help_text="承办单位要在哪天前提出意见")

    def clean(self):
        told = super().clean()
        if told.get("unit"):
            others = [unit for unit in told.pop("others", []) if unit != told["unit"]]
            told["units"] = [told.pop("unit"), *others]
        return told


class AddingUnit(DeedForm):
    unit = NameField(
        Organization.objects.governmental(),
        label="承办单位",
        missing="没有“%(value)s”这个单位，请从提示里选。",
    )
    due_on = DayField("内部期限", required=False)


class Correcting(DeedForm):
    reason = words("需要补正的事项", help_text="一行一项，一次告知：缺什么、不明确在哪里")
    guidance = words("指导和释明", help_text="告诉申请人可以怎样写，举例说明")
    answer_workdays = forms.IntegerField(label="补正期限（工作日）", min_value=1, max_value=60)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["answer_workdays"].initial = settings.CORRECTION_WORKDAYS


class Extending(DeedForm):
    workdays = forms.IntegerField(label="延期几个工作日", min_value=1, max_value=20, initial=20)
    reason = words("延期的原因", help_text="接在“因”字后写，具体说明，不写“工作需要”")


class Charging(DeedForm):
    basis = choice("计收方式", FeeNotice.Basis.choices, help_text="一件申请只用一种")
    pages = forms.IntegerField(
        label="页数",
        required=False,
        min_value=1,
        max_value=MOST,
        help_text="按量计收才填；A4 及以下幅面单面为 1 页",
    )
    reason = words("为什么收费", help_text="数量、频次怎样明显超过合理范围")
    payment_way = words("缴费方式", rows=3, longest=1000, help_text="收款单位、账号或者缴款码、窗口")


class AskingReasons(DeedForm):
    request_count = forms.IntegerField(label="申请件数", min_value=2, max_value=MOST)
    counted_since = DayField("从哪天起数")
    reason = words("为什么认为超过合理范围", help_text="只作内部记录和批准用")


class Consulting(DeedForm):
    party = choice("向谁征求意见", Consultation.Party.choices)
    name = forms.CharField(
        label="名称",
        max_length=100,
        required=False,
        help_text="第三方的姓名或名称；其他机关不在下面时也写在这里",
    )
    is_person = forms.BooleanField(
        label="第三方是公民", required=False, help_text="文书里称“你”；不勾的，称“你单位”"
    )
    agency = NameField(
        Organization.objects.governmental(),
        label="本市的机关",
        required=False,
        missing="没有“%(value)s”这个单位，请从提示里选。",
    )
    address = forms.CharField(label="送达地址", max_length=200, required=False)
    reason = words("所涉信息概要", help_text="对方会看到：够判断即可，不写申请人是谁、为什么申请")
    question = words(
        "可能损害的权益，或者要问的事",
        help_text="第三方：商业秘密、个人隐私等各是哪些内容；机关：要对方就什么表示意见",
    )


class Day(DeedForm):
    on = DayField("日期", initial="today")


class Served(DeedForm):
    letter = forms.ModelChoiceField(
        Letter.objects.none(),
        label="哪一份公开决定告知书",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "请选一份。", "invalid_choice": "这一份已经登记过送达。请选另一份。"},
    )
    on = DayField("第三方收到的日期", initial="today")
    way = choice("怎样送达", Letter.Way.choices, help_text="凭据（回执、邮件记录、公告）请放进卷宗")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        waiting = disclosure_notices(self.case).filter(served_on=None)
        self.fields["letter"].queryset = waiting
        self.initial.setdefault("letter", waiting.first())


class Answered(DeedForm):
    on = DayField("收到补正的日期", initial="today")
    late_because = words("逾期的正当理由", required=False, rows=3, longest=500, help_text="逾期才填")


class Paid(DeedForm):
    on = DayField("缴费日期", initial="today")
    receipt_number = forms.CharField(label="财政票据号码", max_length=40)


class OpinionReceived(DeedForm):
    on = DayField("收到意见的日期", initial="today")
    opinion = choice("意见", Consultation.Opinion.choices)
    reason = words("对方的理由", required=False)


class ReasonsReceived(DeedForm):
    on = DayField("收到说明的日期", initial="today")
    answer = words("申请人的说明")


class Judging(DeedForm):
    judgement = choice("认定", ReasonsRequest.Judgement.choices)
    note = words("认定的理由")
    promised_on = DayField("告知申请人的答复日期", required=False, help_text="只有延迟答复才填")


class Because(DeedForm):
    reason = words("理由")


class Saying(DeedForm):
    words = words("审查意见", help_text="依据是否合法；是否涉及国家秘密、第三方权益和个人信息")


class Noting(DeedForm):
    note = words("内容")


class Withdrawing(DeedForm):
    note = words("撤回的凭据", rows=3, help_text="例如：申请人 3 月 5 日签名的撤回书，已扫描")


class HandingOver(DeedForm):
    to = forms.ModelChoiceField(
        User.objects.none(), label="移交给", error_messages={"required": "请选一位同事。"}
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        units = self.user.organizations()
        permission = "disclosure_requests.handle_disclosurerequest"
        self.fields["to"].queryset = User.objects.working_in(units, permission=permission).exclude(
            pk=self.user.pk
        )


class GivingOpinion(DeedForm):
    opinion = words("承办意见", longest=5000, rows=6)


class Looking(DeedForm):
    why = forms.CharField(
        label="查看的用途", max_length=100, help_text="会和您的姓名、时间一起记下来，例如：电话联系补正"
    )


class FollowingUp(DeedForm):
    on = DayField("随访日期", initial="today")
    way = choice("方式", FollowUp.Way.choices)
    satisfaction = scale("申请人满意吗")
    said = words("申请人说了什么", required=False, help_text="加密保存")
    done = words("后来怎么办的", required=False, help_text="例如补寄了材料、当面作了解释；没有的不填")


class Verifying(DeedForm):
    on = DayField("核查日期", initial="today")
    checker = forms.CharField(
        label="核查人", max_length=60, help_text="谁查的记录", error_messages={"required": "请写是谁核查的。"}
    )
    what = words("核查了什么", help_text="哪一条记录，和哪些材料比对，结果怎样；加密保存，写进告知书")
    finding = choice("核查的结果", Verification.Finding.choices)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["checker"].initial = self.user.name


class PuttingIn(DeedForm):
    kind = choice("是什么材料", [(kind.value, kind.label) for kind in BY_OFFICE])
    upload = CheckedFile(
        "文件", help_text="提供给申请人的，先遮盖不能提供的内容；网上取答复的，申请人从这里下载"
    )

    def clean_upload(self):
        if not self.cleaned_data["upload"]:
            raise forms.ValidationError("请选择文件。")
        return self.cleaned_data["upload"]


class TakingOut(DeedForm):
    material = forms.ModelChoiceField(
        Material.objects.none(),
        label="取出哪一份",
        error_messages={"required": "请选一份。", "invalid_choice": "这一份已经不在了。"},
    )
    note = words("为什么取出", rows=2, longest=300)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["material"].queryset = removable(self.case)
