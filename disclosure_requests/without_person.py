"""What a case asks for and got, as everybody may read it: nothing of who asked, or of who was consulted."""

import re
from pathlib import PurePath

from catalog.privacy.numbers import masked_text
from disclosure_requests.models import Applicant

NAMELESS = "依申请公开的信息"
_SHORTEST = 2  # characters; a shorter word would be found in everything
_SHORTEST_TITLE = 4
_STARS = re.compile(r"[0-9A-Za-z@.]*\*+[0-9A-Za-z@.*]*")
_SELF = re.compile("(本人|我本人|我家|我们|我公司|本公司|我单位|本单位)的?|我的")
_ENDS = " 　、，。；：:;,.的-—_（）()“”"


def public_title(case):
    """A heading for a draft; the description is left out, being free text about the applicant's own matter."""
    for text in (case.title, case.document_number):
        found = without_person(text, case)
        if len(found) >= _SHORTEST_TITLE:
            return found
    return NAMELESS


def without_person(text, case):
    left = _of_persons(case).sub("", text)
    return _SELF.sub("", _STARS.sub("", masked_text(left))).strip(_ENDS)


def names_person(text, case):
    return bool(_of_persons(case).search(text))


def public_file_name(material, place, case):
    name = PurePath(material.name)
    is_same = without_person(name.stem, case) == name.stem.strip(_ENDS)
    return material.name if is_same else f"材料{place}{name.suffix}"


def _of_persons(case):
    """Everything that says who it is, blanks between its signs or not."""
    words = [getattr(case.applicant, name) for name in Applicant.IDENTITY if name != "postcode"]
    words += [each.name for each in case.consultations.all() if each.is_third_party]
    plain = {"".join(word.split()) for word in words}
    longest_first = sorted((word for word in plain if len(word) >= _SHORTEST), key=len, reverse=True)
    spaced = [r"\s*".join(map(re.escape, word)) for word in longest_first]
    return re.compile("|".join(spaced) or r"(?!)", re.IGNORECASE)
