from catalog.models import Publication

_OFFERED = 50


def newest_of(organization, *, but=(), also=()):
    """What a select offers of a unit's own publications: the newest ones, without corrections, and these keys besides."""
    own = Publication.objects.filter(organization=organization, corrects=None)
    newest = own.exclude(pk__in=[pk for pk in but if pk]).order_by("-pk").values_list("pk", flat=True)
    keys = [*newest[:_OFFERED], *filter(None, also)]
    return Publication.objects.filter(pk__in=keys).order_by("-pk")
