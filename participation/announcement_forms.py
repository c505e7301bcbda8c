"""What every announcement asks first: which item it belongs to, its title, issuer, date and text."""

from catalog.publication_forms import PublicationForm


class NoticeForm(PublicationForm):
    """The publication of an announcement as far as most need it; the rest is on the publication's own screen."""

    class Meta(PublicationForm.Meta):
        fields = ["title", "issuer", "document_number", "formed_on", "body"]

    FOLDED = []
