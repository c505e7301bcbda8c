"""Finding cases of the queue: by number, by the applicant's whole name, or by words of the information asked for."""

from disclosure_requests.models import Applicant, CaseWords
from disclosure_requests.models.applicants import name_index

# What is found beyond is neither counted nor shown: whoever needs it writes another word.
MOST_FOUND = 1000


def looked_for(cases, words):
    """Of these cases the ones found, and how many; MOST_FOUND may be more.

    The cases with a rare word are looked up and sorted. With a word that stands nearly everywhere the cases are walked
    along in the order of their limits until the page is full.
    """
    with_words = CaseWords.objects.with_words(words)
    if with_words[: MOST_FOUND + 1].count() > MOST_FOUND:
        found = cases.filter(words__in=with_words)
    else:
        of_name = Applicant.objects.filter(name_index=name_index(words))
        others = [of_name.values("case"), CaseWords.objects.with_number(words).values("case")]
        found = cases.filter(pk__in=with_words.values("case").union(*others))
    return found, found.order_by()[:MOST_FOUND].count()
