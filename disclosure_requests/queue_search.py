"""Finding cases of the queue: by number, by the applicant's whole name, or by words of the information asked for."""

from django.db.models import Q

from disclosure_requests.models import Applicant, CaseWords
from disclosure_requests.models.applicants import name_index
from disclosure_requests.models.words import wanted_number, wanted_words

# What is found beyond is neither counted nor shown: whoever needs it writes another word.
MOST_FOUND = 1000


def looked_for(cases, words):
    """Of these cases the ones found, and how many; MOST_FOUND may be more.

    A few are looked up by key and sorted. With a word that stands nearly everywhere the cases are walked along in the
    order of their limits until the page is full.
    """
    name, wanted = name_index(words), wanted_words(words)
    keys = _keys(name, wanted, wanted_number(words))
    if len(keys) > MOST_FOUND:
        of_words = Q(words__terms__matches=wanted) if wanted else Q()
        found = cases.filter(of_words | Q(applicant__name_index=name))
    else:
        found = cases.filter(pk__in=keys)
    return found, found.order_by()[:MOST_FOUND].count()


def _keys(name, wanted, number):
    """No more than tell that there are too many; a name of signs only has no index, as has one that was destroyed."""
    parts = [CaseWords.objects.filter(terms__matches=each) for each in (number, wanted) if each]
    if name:
        parts.append(Applicant.objects.filter(name_index=name))
    first, *others = [part.values_list("case", flat=True) for part in parts]
    return list(first.union(*others, all=True)[: MOST_FOUND + 1])
