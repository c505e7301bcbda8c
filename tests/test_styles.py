"""The style sheets mean the same after they were minified."""

import re

import pytest
import rcssmin
from django.conf import settings

SHEETS = sorted((settings.BASE_DIR / "static/css").glob("*.css"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_descendant_loses_its_blank(path):
    """The minifier drops that of some `td :is(a)`, which then means `td:is(a)`; `td *:is(a)` is safe."""
    text = path.read_text(encoding="utf-8")
    assert _descendants(rcssmin.cssmin(text)) == _descendants(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def _descendants(css):
    return re.findall(r"[\w)\]*]\s+(:[a-z-]+)", css)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("site.css", 25_000),
        ("publication.css", 8_000),
        ("requests.css", 8_000),
        ("participation.css", 8_000),
        ("report.css", 1_500),
    ],
)
def test_a_public_sheet_is_within_its_budget(name, most):
    text = (settings.BASE_DIR / "static/css" / name).read_text(encoding="utf-8")
    assert len(rcssmin.cssmin(text).encode()) <= most
