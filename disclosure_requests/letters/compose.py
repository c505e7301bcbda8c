"""Facts → the page of a letter, or a refusal that says which fact is missing or wrong."""

from dataclasses import dataclass, replace

from disclosure_requests.letters import before_reply, not_processed, own_records, replies
from disclosure_requests.letters.facts import FACTS, CannotCompose, LetterFacts
from disclosure_requests.letters.kinds import Letter, To
from disclosure_requests.letters.pieces import Words, blocks_of, given, locked
from disclosure_requests.letters.remedies import REMEDIES
from linhai_portal.letters.page import Head, Page

LETTERS: dict[str, Letter] = {
    each.code: each
    for each in (*before_reply.LETTERS, *replies.LETTERS, *not_processed.LETTERS, *own_records.LETTERS)
}
LETTER_OF_DECISION = {decision: each.code for each in LETTERS.values() for decision in each.decisions}
NOTHING_TOLD = LetterFacts()
CONTACT = (
    locked("联系人：{contact_person}，", when=given("contact_person")),
    locked("联系电话：{contact_phone}", joins=True),
    locked("，联系地址：{contact_address}", when=given("contact_address"), joins=True),
    locked("。", joins=True),
)


@dataclass(frozen=True, slots=True)
class EditableFact:
    """What an officer may write into a letter; all other wording is locked."""

    name: str
    label: str
    help: str
    is_required: bool


def letter_of(code: str) -> Letter:
    if code not in LETTERS:
        raise CannotCompose(f"没有代码为“{code}”的文书，请从 {'、'.join(LETTERS)} 中选择。")
    return LETTERS[code]


def compose(
    code: str, facts: LetterFacts, *, head: Head = Head.NONE, tells_disputed_remedy: bool = True
) -> Page:
    """The letter as one page for both writers. Raises CannotCompose."""
    letter = letter_of(code)
    title = letter.title_for(facts)
    words = Words(facts, to_third_party=letter.to is To.THIRD_PARTY, name=title)
    _check(letter, facts, words)
    remedy = letter.remedy_for(facts, tells_disputed=tells_disputed_remedy)
    blocks = [*blocks_of(letter.parts, words), *blocks_of(REMEDIES[remedy], words)]
    if not letter.is_signed:
        return Page(title=title, dated=words.value("dated"), addressee=words.value("agency"), blocks=blocks)
    return Page(
        title=f"{words.value('agency')}\n{title}",
        dated=words.value("dated"),
        signer=words.value("agency"),
        number=facts.number if letter.series else "",
        addressee=words.value(letter.to),
        blocks=blocks,
        contact="".join(block.text for block in blocks_of(CONTACT, words)),
        attachments=letter.attachments or _materials(letter, facts),
        head=head,
    )


def _materials(letter, facts):
    """Only a letter that gives something has it attached."""
    return tuple(each.name for each in facts.materials) if letter.code in ("D10", "D11") else ()


def _check(letter, facts, words):
    if letter.decisions:
        decision = words.value("decision")
        if decision not in letter.decisions:
            raise CannotCompose(_wrong_letter(letter, facts, decision), "decision")
    if facts.received_on and words.value("dated") < facts.received_on:
        raise CannotCompose("“成文日期”早于“收到申请之日”，请核对。", "dated")
    for check in letter.checks:
        check(facts)


def _wrong_letter(letter, facts, decision):
    right = LETTER_OF_DECISION.get(decision)
    advice = f"应使用 {right} {LETTERS[right].title_for(facts)}" if right else "请核对决定类型"
    return f"决定类型 {decision} 不能使用{letter.title_for(facts)}，{advice}。"


def editable_facts(code: str, facts: LetterFacts) -> list[EditableFact]:
    """In the order of the letter; required where the letter, by its other facts so far, cannot do without."""
    found = {}
    for part in letter_of(code).parts:
        for name in part.facts:
            without = replace(facts, **{name: getattr(NOTHING_TOLD, name)})
            found[name] = found.get(name, False) or part.when is None or part.when(without)
    return [EditableFact(name, FACTS[name].label, FACTS[name].help, needed) for name, needed in found.items()]
