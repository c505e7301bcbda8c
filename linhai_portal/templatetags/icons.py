from django import template
from django.utils.safestring import mark_safe

register = template.Library()

# Drawn on a grid of 24, always beside a word (design: visual §12). Only what a page uses is sent.
_PATHS = {
    "search": "M4 10.5a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0m11.5 5 5.5 5.5",
    "arrow": "M3 12h17M13.5 5.5 20 12l-6.5 6.5",
    "down": "M12 3v12M6.5 10 12 15.5 17.5 10M3.5 20.5h17",
    "print": "M7 8V3h10v5M7 17H3.5V8.5h17V17H17M7 14h10v7H7z",
    "bell": "M5 17V10.5a7 7 0 0 1 14 0V17l1.5 1.5h-17zM9.5 21h5",
    "phone": "M5 3.5h4.5l1.5 5-2.5 2a13 13 0 0 0 5 5l2-2.5 5 1.5V19c0 1-1 1.5-2 1.5C11 20 4 13 3.5 5.5c0-1 .5-2 1.5-2z",
    "home": "M2.5 11.5 12 3.5l9.5 8M5 10v10.5h14V10M10 20.5V14h4v6.5",
    "pulse": "M2 12h5l3-7.5 4.5 15 3-7.5H22",
    "shield": "M12 2.5 20 5.5v6c0 5-3.5 8-8 10-4.5-2-8-5-8-10v-6zM8 12l3 3 5-6",
    "check": "M4 12.5 9.5 18 20 6.5",
    "cross": "M5 5l14 14M19 5 5 19",
    "clock": "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M12 6.5V12l4 2.5",
    "pause": "M8 4v16M16 4v16",
    "half": "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M12 3v18M15 5v14M18 8v8",
    "notice": "M12 4v11M12 18.5v2",
    "form": "M5 3h14v18H5zM8.5 8h7M8.5 12h7M8.5 16h4",
}
_ICONS = {
    name: mark_safe(  # noqa: S308
        f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{path}"/></svg>'
    )
    for name, path in _PATHS.items()
}


@register.simple_tag
def icon(name):
    return _ICONS[name]
