from django import forms
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


class MembershipForm(forms.ModelForm):
    user = NameField(User.objects.all(), name_field="username", label="登录名")
    organization = NameField(Organization.objects.all(), label="单位")

    granted_by = None  # set by the admin for each request

    class Meta:
        model = Membership
        fields = ["user", "organization", "role"]

    def clean_user(self):
        user = self.cleaned_data["user"]
        if user == self.granted_by:
            raise ValidationError("不能给自己授予角色，请由另一位安全管理员办理。")
        return user
