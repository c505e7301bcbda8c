from django.conf import settings


def client_address(request):
    """Where a request comes from; behind our own proxy, what the proxy wrote last (what came before it may be forged)."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
