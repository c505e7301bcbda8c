"""The numbers that the demonstration used up are given again once it is gone, so that the real ones have no gap.

Only those after the last that stands: where something real was numbered later, its number stays and so do those before.
"""

from disclosure_requests.filing import NUMBER_OF_OURS
from disclosure_requests.filing import series_of as series_of_cases
from disclosure_requests.issuing import series_of as series_of_letters
from disclosure_requests.letters.compose import LETTERS
from disclosure_requests.models import DisclosureRequest, Letter
from linhai_portal.counters import set_back


def numbers_of_samples():
    """Before they are removed: the years of their case numbers, and unit, series and year of their letters."""
    cases = DisclosureRequest.objects.filter(is_sample=True).exclude(number=None)
    letters = Letter.objects.filter(case__is_sample=True).exclude(number="")
    used = letters.values_list("case__organization__slug", "code", "dated__year").distinct()
    return (
        {number.partition("-")[0] for number in cases.values_list("number", flat=True)},
        {(slug, LETTERS[code].series, year) for slug, code, year in used},
    )


def give_back(years, series):
    """After they are removed."""
    for year in years:
        left = DisclosureRequest.objects.filter(number__startswith=f"{year}-").values_list(
            "number", flat=True
        )
        ours = [found for number in left if (found := NUMBER_OF_OURS.fullmatch(number))]
        set_back(series_of_cases(year), max((int(each["serial"]) for each in ours), default=0))
    for slug, kind, year in series:
        codes = [code for code, letter in LETTERS.items() if letter.series is kind]
        left = Letter.objects.filter(case__organization__slug=slug, code__in=codes, dated__year=year)
        numbers = left.exclude(number="").values_list("number", flat=True)
        set_back(series_of_letters(slug, kind, year), max(map(_serial, numbers), default=0))


def _serial(number):
    """Of 临教公开〔2026〕12号."""
    return int(number.rpartition("〕")[2].removesuffix("号"))
