"""Handing one letter to the mail server, and knowing whether it certainly did not take it (docs/adr/0012)."""

import logging
import smtplib

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection

logger = logging.getLogger(__name__)

_REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)


class NotTaken(Exception):
    """The mail server has certainly not taken the letter."""


def hand_over(letter, *, what):
    """What stays uncertain after the connection stood counts as sent; `what` names it in the log. Raises NotTaken."""
    try:
        letter.connection = get_connection()
        letter.connection.open()
    except (OSError, ImproperlyConfigured) as trouble:
        raise NotTaken(trouble) from trouble
    try:
        letter.send()
    except _REFUSALS as refusal:
        raise NotTaken(refusal) from refusal
    except OSError:
        logger.exception("it is not known whether %s were mailed", what)
    finally:
        _close(letter.connection)


def _close(connection):
    try:
        connection.close()
    except OSError:
        logger.info("the mail server closed the connection first")
