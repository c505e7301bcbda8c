from ipaddress import ip_address, ip_network

from django.conf import settings


def client_address(request):
    """Where a request comes from; behind our own proxy, what the proxy wrote last (what came before it may be forged)."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def origin(request):
    """Where it comes from; of IPv6 the network of a household, which has addresses without number."""
    address = client_address(request)
    try:
        is_six = ip_address(address).version == 6
    except ValueError:
        return address
    return str(ip_network(f"{address}/64", strict=False)) if is_six else address
