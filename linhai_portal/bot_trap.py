"""Machines are kept out without a riddle that some people can't see: a field nobody fills in, and a least time."""

import time

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer

_SIGNER = Signer(salt="linhai_portal.bot_trap")


def _now():
    return _SIGNER.sign(str(int(time.time() * 1000)))


class BotTrap(forms.Form):
    """`homepage` is out of sight and says that it stays empty; `opened` is when the page was made, signed."""

    homepage = forms.CharField(label="这一栏请留空", required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False, initial=_now)

    TRAPS = ("homepage", "opened")

    def clean_homepage(self):
        if self.cleaned_data["homepage"]:
            raise ValidationError("请把这一栏清空，再提交一次。")
        return ""

    def clean(self):
        """Whoever is stopped only presses the button again: the page keeps the time it was first made."""
        if not self._took_its_time():
            raise ValidationError("提交得太快，像是程序自动填的。请等几秒，再提交一次。")
        return self.cleaned_data

    def _took_its_time(self):
        try:
            opened = int(_SIGNER.unsign(self.cleaned_data.get("opened", ""))) / 1000
        except (BadSignature, ValueError):
            return False
        return time.time() - opened >= settings.SHORTEST_FILLING

    @property
    def opened_at(self):
        """The time as the page carries it on, made anew where it was forged or lost."""
        sent = self.data.get("opened", "") if self.is_bound else ""
        try:
            _SIGNER.unsign(sent)
        except BadSignature:
            return _now()
        return sent
