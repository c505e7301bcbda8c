"""What of an event keeps its announcement from going out; asked by the catalog when it is handed in and when it goes out."""

from django.utils import timezone

from catalog.privacy.numbers import find
from participation.models import Event


def guard_event(publication):
    """None, or why the announcement of an event can't go out as it is."""
    event = Event.objects.filter(publication=publication).first()
    if event is None:
        return None
    now = timezone.now()
    if event.starts_at <= now:
        return "开始时间已经过了。请改成以后的时间。"
    if event.registration_until and event.registration_until <= now:
        return "报名截止时间已经过了。请改晚，或者不要报名。"
    if event.questions_until and event.questions_until <= now:
        return "提问截止时间已经过了。请改晚，或者不征集问题。"
    if find(f"{event.place}\n{event.speakers}"):
        return "地点或者嘉宾里有个人的号码。嘉宾写单位和职务，不写号码。"
    return None
