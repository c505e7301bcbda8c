from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError

from linhai_portal.accounts.models import Membership, Organization, OrganizationGroup, User
from linhai_portal.forms import LinesField, NameField

_ALIASES_HELP = "一行一个；目录表格里写这些名称时也认得出"


class OrganizationForm(forms.ModelForm):
    aliases = LinesField(label="别名", required=False, help_text=_ALIASES_HELP)
    parent = NameField(Organization.objects.all(), label="上级或主管单位", required=False)

    class Meta:
        model = Organization
        fields = "__all__"


class OrganizationGroupForm(forms.ModelForm):
    aliases = LinesField(label="别名", required=False, help_text=_ALIASES_HELP)

    class Meta:
        model = OrganizationGroup
        fields = "__all__"


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "name", "email", "is_active"]

    def clean_email(self):
        """The account may have got its role while the form was open."""
        email = self.cleaned_data["email"]
        if self.instance.pk and email != self.initial["email"]:
            account = User.objects.select_for_update().get(pk=self.instance.pk)
            if account.memberships.exists():
                raise ValidationError("这个账号刚刚有了角色，邮箱不能再改。")
        return email


class NewAccountForm(AccountForm):
    email = forms.EmailField(
        label="电子邮箱", help_text="本人的邮箱。激活链接寄到这里，由本人设密码；有了角色以后不能再改"
    )

    class Meta:
        model = User
        fields = ["username", "name", "email"]


class FirstPasswordForm(SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = "至少 12 个字符；不能全是数字，不能太常见，不能和登录名、姓名相近"
        self.fields["new_password1"].help_text = words
        self.fields["new_password2"].help_text = "再写一遍"


class MembershipForm(forms.ModelForm):
    organization = NameField(Organization.objects.all(), label="单位")

    class Meta:
        model = Membership
        fields = ["organization", "role", "examines"]


class GrantForm(MembershipForm):
    """A role for an account; who grants it stands for the address of the person, beside who made the account."""

    user = NameField(User.objects.all(), name_field="username", label="登录名")
    email = forms.EmailField(
        label="本人的电子邮箱", help_text="请向本人核对后填写，要和系统管理员登记的一样；激活链接寄到这里"
    )

    granted_by = None  # set by the admin for each request

    class Meta:
        model = Membership
        fields = ["user", "organization", "role", "examines"]

    def clean_user(self):
        user = self.cleaned_data["user"]
        if user == self.granted_by:
            raise ValidationError("不能给自己授予角色，请由另一位安全管理员办理。")
        return user

    def clean(self):
        facts = super().clean()
        if facts.get("user") and facts.get("email"):
            registered = User.objects.select_for_update().get(pk=facts["user"].pk).email
            if registered.casefold() != facts["email"].casefold():
                self.add_error(
                    "email",
                    "和系统管理员登记的邮箱不一样，没有授予。请再向本人核对；登记错的，请系统管理员先改。",
                )
        return facts
