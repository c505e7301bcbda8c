"""The lists of participation as files; their addresses stand beside those of the pages, without the last slash."""

from linhai_portal.formats import in_formats
from participation.listings import INQUIRIES
from participation.views.inquiries import inquiries_file

app_name = "participation_files"

urlpatterns = in_formats(
    "inquiries",
    inquiries_file,
    INQUIRIES,
    name="inquiries",
    parameters=["unit", "kind", "year"],
)
