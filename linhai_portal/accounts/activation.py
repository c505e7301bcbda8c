"""The one-time link by which a person, and nobody else, chooses the password (docs/adr/0009)."""

import logging

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

logger = logging.getLogger(__name__)


def send_activation_link(request, user):
    """Mail the link to the address of the account, note it in the log, and tell who asked for it."""
    try:
        send_mail("临海市政务公开工作台：请设密码", _letter(request, user), None, [user.email])
    except (OSError, ImproperlyConfigured):
        logger.exception("the activation link for account %s could not be mailed", user.pk)
        words = f"给 {user} 的激活链接没有寄出：邮件服务器连不上。请系统管理员稍后在账号页重新发送。"
        messages.error(request, words)
        return
    LogEntry.objects.log_actions(
        request.user.pk, [user], CHANGE, f"激活链接寄到 {user.email}", single_object=True
    )
    messages.success(request, f"激活链接已寄到 {user} 的邮箱，由本人设密码。")


def _letter(request, user):
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("activate", args=[key, default_token_generator.make_token(user)])
    return render_to_string(
        "emails/activation.txt", {"user": user, "address": request.build_absolute_uri(path)}
    )
