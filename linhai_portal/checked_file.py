"""A form's field for an upload that may be kept: of bounded size, of a known type, scanned."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from linhai_portal.uploads import BadUpload, checked


class CheckedFile(forms.FileField):
    """Its value is an `Upload` that may be kept."""

    def __init__(self, label, **options):
        super().__init__(label=label, required=False, **options)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return checked(upload, most_bytes=settings.MAX_APPLICANT_FILE_BYTES)
        except BadUpload as refusal:
            raise ValidationError(str(refusal)) from refusal
