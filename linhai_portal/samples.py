"""What the demonstration is made of: apps join in `AppConfig.ready` with the dotted name of a module.

The module has `load_samples(today=…)`, which does nothing where its samples stand, and `remove_samples()`.
"""

from django.utils.module_loading import import_string

_modules = []


def join(module):
    _modules.append(module)


def load_all(*, today):
    for module in _modules:
        import_string(f"{module}.load_samples")(today=today)


def remove_all():
    """The last to join goes first: it may point to what others loaded."""
    for module in reversed(_modules):
        import_string(f"{module}.remove_samples")()
