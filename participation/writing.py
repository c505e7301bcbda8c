"""A letter to somebody outside who left a mail address, after the mark that it is being written was set (docs/adr/0012)."""

import logging

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from linhai_portal.mailing import NotTaken, hand_over

logger = logging.getLogger(__name__)


def write_to(address, subject, template, facts, *, what):
    """Whether the mail server may have it; the mark is taken back only when it has certainly not. `what` names it in the log."""
    body = render_to_string(template, facts)
    letter = EmailMessage(f"临海市政务公开：{subject}", body, None, [address.strip()])
    try:
        hand_over(letter, what=what)
    except NotTaken as reason:
        logger.warning("%s was not told: %s", what, reason)
        return False
    return True
