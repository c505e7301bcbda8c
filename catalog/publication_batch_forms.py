import tempfile
from pathlib import Path

from django import forms
from django.conf import settings

from catalog.layouts.records import Refused
from catalog.publication_table import read_table

_SUFFIXES = [".xlsx", ".xls", ".csv"]


class BatchUploadForm(forms.Form):
    """`cleaned_data["table"]` is what stands in the file; the file itself is not kept."""

    title = forms.CharField(
        label="批次名称",
        max_length=200,
        help_text="审核和审查的人照它认出这一批，例如：2026年3月行政处罚决定",
        error_messages={"required": "请写批次名称。"},
    )
    file = forms.FileField(
        label="表格文件",
        max_length=200,
        help_text="照模板填写的 .xlsx、.xls 或 .csv，一行一条",
        error_messages={"required": "请选择表格文件。", "empty": "这个文件是空的，请检查后重新选择。"},
        widget=forms.FileInput(attrs={"accept": ",".join(_SUFFIXES)}),
    )

    def clean(self):
        facts = super().clean()
        if file := facts.get("file"):
            facts["file_name"] = Path(file.name).name[-200:]
            try:
                facts["table"] = self._read(file)
            except Refused as refused:
                self.add_error("file", str(refused))
        return facts

    def _read(self, file):
        if file.size > settings.MAX_IMPORT_BYTES:
            raise Refused(f"文件太大，最多 {settings.MAX_IMPORT_BYTES // 1_000_000} MB。请分成几个上传。")
        with tempfile.NamedTemporaryFile() as copy:
            for chunk in file.chunks():
                copy.write(chunk)
            copy.flush()
            return read_table(copy.name)


class BatchExaminationForm(forms.Form):
    ground = forms.CharField(
        label="审查意见和依据",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="记在每一条的审查记录里，例如：不涉及国家秘密、商业秘密、个人隐私，可以公开（条例第十四、十五条）",
        error_messages={"required": "请写明审查意见和依据。"},
    )


class BatchReviewForm(forms.Form):
    note = forms.CharField(
        label="审核意见", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
