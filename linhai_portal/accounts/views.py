from django.contrib.auth.views import PasswordResetConfirmView
from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy

from linhai_portal.accounts.forms import FirstPasswordForm


class ActivationView(SuccessMessageMixin, PasswordResetConfirmView):
    """Whoever has the link chooses the password, once; then the link is void."""

    form_class = FirstPasswordForm
    template_name = "accounts/activate.html"
    success_url = reverse_lazy("admin:login")
    success_message = "密码已设好，请登录。"
