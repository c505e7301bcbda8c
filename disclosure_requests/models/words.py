from django.db import connections, models, router

from linhai_portal.search.documents import mark
from linhai_portal.search.engines import engine_of
from linhai_portal.search.models import TermsField, Wanted
from linhai_portal.search.tokens import Phrase, normal, phrases, token_of, tokens

_NUMBER = "number"


def wanted_words(words):
    """Each word stands somewhere in the name of the information; None for what holds no word."""
    found = tuple(phrases(words))
    return Wanted(found) if found else None


def wanted_number(number):
    """The number, or its part after a hyphen, begins so."""
    return Wanted((Phrase((mark(_NUMBER, token_of(normal(number))),), open_end=True),))


class CaseWordsQuerySet(models.QuerySet):
    def keep(self, cases):
        """What the office finds these by, as they are now."""
        cases = list(cases)
        self.filter(case__in=cases).delete()
        engine = engine_of(connections[router.db_for_write(self.model)])
        self.bulk_create(
            [self.model(case_id=case.pk, terms=_terms(engine, case)) for case in cases], batch_size=2000
        )


class CaseWords(models.Model):
    """By what the office finds a case: its number and the name of what is asked for, never who asks (docs/adr/0008)."""

    case = models.OneToOneField(
        "disclosure_requests.DisclosureRequest", on_delete=models.CASCADE, related_name="words"
    )
    terms = TermsField()

    objects = CaseWordsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申请的索引"

    def __str__(self):
        return f"{self.case_id}"


def _terms(engine, case):
    words = f"{case.name_of_information}\n{case.document_number}"
    return engine.terms(tokens(words), [], [mark(_NUMBER, part) for part in _parts(case.number)])


def _parts(number):
    """2026-0079 is looked for as such, as 0079 and as 79."""
    whole = normal(number or "")
    last = whole.rpartition("-")[2]
    return dict.fromkeys(part for part in (whole, last, last.lstrip("0")) if part)
