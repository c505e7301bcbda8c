"""What higher apps join to a publication in `AppConfig.ready`, by the dotted names of functions of a publication."""

from django.utils.module_loading import import_string

# Give None or the sentence why it can't go out yet; asked when it is handed in and again when it goes out.
publication_guards = []
# Called in the transaction that puts it out.
publication_hooks = []


def refusal(publication):
    """The first sentence of a guard, or None."""
    return next(filter(None, (import_string(name)(publication) for name in publication_guards)), None)


def gone_out(publication):
    for name in publication_hooks:
        import_string(name)(publication)
