from django import forms

from catalog.leaving import host_of, is_government
from catalog.models import LinkApproval


def _lines(rows=3):
    return forms.Textarea(attrs={"rows": rows})


class LinkForm(forms.ModelForm):
    host = forms.CharField(
        label="网站域名",
        max_length=2000,
        help_text="例如 www.example.com；也可以把网址整个粘贴进来。只对这一个域名有效",
        error_messages={"required": "请写要链接的网站。"},
    )

    class Meta:
        model = LinkApproval
        fields = ["host", "reason"]
        widgets = {"reason": _lines()}
        help_texts = {"reason": "是谁的网站、为什么要链接到那里、有没有广告"}
        error_messages = {"reason": {"required": "请写明申请理由。"}}

    def clean_host(self):
        words = self.cleaned_data["host"].strip()
        host = host_of(words if "//" in words else f"https://{words}")
        if not host:
            raise forms.ValidationError("这不是网站的域名。请按 www.example.com 的样子写，不能写数字地址。")
        if is_government(host):
            raise forms.ValidationError("这是政府网站，直接链接就行，不用申请。")
        if LinkApproval.objects.live().filter(host=host).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("这个网站已经批准，或者有人正在申请。")
        return host


class LinkNoteForm(forms.Form):
    note = forms.CharField(label="批准意见", required=False, max_length=500, widget=_lines(2))


class LinkEndForm(forms.Form):
    reason = forms.CharField(
        label="取消理由",
        max_length=500,
        widget=_lines(2),
        help_text="取消以后，已发布的页面上这个网站的链接马上只剩文字",
        error_messages={"required": "请写明为什么取消批准。"},
    )
