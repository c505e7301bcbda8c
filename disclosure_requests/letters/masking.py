"""Facts as the public may read them: the applicant and third parties without their names, numbers under stars."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from catalog.privacy.numbers import masked_text
from disclosure_requests.letters.facts import FACTS, LetterFacts, Material, Withheld, Written

# Family names of two characters that are met; whoever has another one is named by its first character.
_FAMILY = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|夏侯|端木|闻人|淳于|单于|申屠|轩辕|赫连|澹台|钟离|独孤|南宫|拓跋|.",
    re.DOTALL,
)
# What an organization is, as far as its name ends so.
_KIND = re.compile(
    "(律师事务所|会计师事务所|事务所|农民专业合作社|股份经济合作社|合作社|村民委员会|居民委员会|委员会|公司|研究院|研究所|基金会|协会|商会|学会|"
    "学校|大学|学院|中学|小学|幼儿园|医院|银行|工作室|经营部|商行|超市|中心|报社|杂志社|厂|店)$"
)


def masked_name(name: str, *, is_person: bool, rest: str = "某某") -> str:
    """张某某, 欧阳某某 (张** on a screen, by `rest`); 某公司, 某单位. How long the name is does not show."""
    if is_person:
        return f"{_FAMILY.match(name)[0]}{rest}"
    kind = _KIND.search(name)
    return f"某{kind[0] if kind else '单位'}"


def masked(facts: LetterFacts, *, known: Mapping[str, str] = MappingProxyType({})) -> LetterFacts:
    """For the public copy of a letter; what was signed and sent is never changed.

    `known`: what else the case knows of its people, such as an address or an agent, and what stands for it.
    """
    names = dict(known)
    if facts.applicant:
        names[facts.applicant] = masked_name(facts.applicant, is_person=facts.is_natural_person)
    if facts.third_party:
        names[facts.third_party] = masked_name(facts.third_party, is_person=facts.is_third_party_natural)
    changed = {
        name: _hidden(getattr(facts, name), names, facts.dated)
        for name, told in FACTS.items()
        if isinstance(told, Written)
    }
    changed["applicant"] = names.get(facts.applicant, "")
    changed["third_party"] = names.get(facts.third_party, "")
    return replace(facts, lookup_code="" if not facts.lookup_code else "******", **changed)


def _hidden(value, names, today):
    if isinstance(value, tuple):
        return tuple(_hidden(each, names, today) for each in value)
    if isinstance(value, Withheld):
        return Withheld(_hidden(value.part, names, today), value.ground, _hidden(value.reason, names, today))
    if isinstance(value, Material):
        return replace(value, name=_hidden(value.name, names, today))
    for name in sorted(names, key=len, reverse=True):
        value = value.replace(name, names[name])
    return masked_text(value, today=today)
