"""What every step of an inquiry needs: to see it as it is now, a reason in words, and somebody to tell."""

from catalog.privacy.numbers import masked_text
from linhai_portal.accounts.models import User
from linhai_portal.accounts.notices import tell
from linhai_portal.workflow import InvalidMove


def check(inquiry, *statuses):
    """As it is now, and as nobody else changes it meanwhile: the table alone does not tell two deeds of one step apart."""
    inquiry.lock()
    inquiry.refresh_from_db()
    if inquiry.status not in statuses:
        raise InvalidMove(
            f"{inquiry}是“{inquiry.get_status_display()}”，不能做这一步。请刷新页面查看最新情况。"
        )


def said(reason, words):
    if not reason.strip():
        raise InvalidMove(words)
    return reason.strip()


def check_told(words):
    """Whoever asked the same and was merged in reads them too, so nobody's number may stand in them."""
    if masked_text(words) != words:
        raise InvalidMove("提问人会看到这段话，里面有身份证号、手机号一类的个人信息。请删去号码再办。")


def note_down(inquiry, *, by, note):
    """A row of its course that moves nothing."""
    inquiry.events.create(from_status=inquiry.status, to_status=inquiry.status, by=by, note=note)


def tell_who_may(inquiry, deed, subject, text=""):
    people = User.objects.who_may(f"participation.{deed}_inquiry", organization=inquiry.organization)
    tell_people(people, subject, text, inquiry)


def tell_people(people, subject, text, inquiry):
    tell(people, kind="提问", subject=subject, text=text, place=inquiry.get_office_url())
