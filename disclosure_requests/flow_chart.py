"""The flow chart citizens see, drawn from the table of the workflow: the main line down the left, side branches beside it."""

from dataclasses import dataclass
from itertools import pairwise

from disclosure_requests.workflow import TABLE, Status

S = Status
MAIN = (
    S.DRAFT,
    S.AWAIT_CONFIRM,
    S.RECEIVED,
    S.REGISTERED,
    S.REVIEW,
    S.HANDLING,
    S.DRAFTING,
    S.CHECK,
    S.SIGNED,
    S.SENT,
    S.DELIVERED,
    S.ARCHIVED,
)
PLAIN = {
    S.DRAFT: "您填写申请",
    S.AWAIT_CONFIRM: "双方确认",
    S.RECEIVED: "收到，开始计时",
    S.REGISTERED: "登记",
    S.REVIEW: "看写得清不清楚",
    S.CORRECTION: "请您补正",
    S.ABANDON_CORR: "没有补正，不再处理",
    S.REASON: "请您说明理由",
    S.DELAYED: "延迟答复",
    S.FEE: "请您缴费",
    S.ABANDON_FEE: "没有缴费，不再处理",
    S.HANDLING: "查找和办理",
    S.THIRD_PARTY: "征求第三方意见",
    S.AGENCY_CONSULT: "征求其他机关意见",
    S.DRAFTING: "起草答复",
    S.CHECK: "审查",
    S.SIGNED: "签发",
    S.SENT: "发出答复",
    S.DELIVERED: "送到您手里",
    S.RECONSIDER: "行政复议",
    S.LITIGATION: "行政诉讼",
    S.REDO: "重新答复",
    S.WITHDRAWN: "您撤回申请",
    S.ARCHIVED: "归档",
}
ANY_TIME = 5  # what can be reached from more steps than this can be reached at any time
# In units of the drawing, which is shown one to one on a phone of 390 pixels.
WIDTH, MAIN_WIDTH, SIDE_LEFT = 358, 128, 166
SIDE_WIDTH = WIDTH - SIDE_LEFT
LINE_HEIGHT, PADDING, GAP = 21, 9, 18


@dataclass(frozen=True, slots=True)
class Box:
    status: Status
    lines: tuple[str, ...]
    top: int
    is_main: bool

    @property
    def left(self):
        return 0 if self.is_main else SIDE_LEFT

    @property
    def width(self):
        return MAIN_WIDTH if self.is_main else SIDE_WIDTH

    @property
    def height(self):
        return 2 * PADDING + LINE_HEIGHT * len(self.lines)

    @property
    def bottom(self):
        return self.top + self.height

    @property
    def entry(self):
        """Where its first line of words stands, and an arrow from the left points to."""
        return self.top + PADDING + LINE_HEIGHT // 2

    @property
    def words(self):
        """Each line of words with its place."""
        return [(line, self.left + 10, self.entry + 5 + n * LINE_HEIGHT) for n, line in enumerate(self.lines)]


@dataclass(frozen=True, slots=True)
class Chart:
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]  # paths
    height: int
    width: int = WIDTH


def nexts(status):
    """The steps that may follow, in the order of the table."""
    found = [move.to for move in TABLE if status in move.sources and move.to not in (None, status)]
    return [*dict.fromkeys(found)]


def sources(status):
    return [each for each in Status if status in nexts(each)]


def branches():
    """Main step → its side branches, each at the first step from which it is reached, in the order of the table."""
    placed, found = set(MAIN), {}
    for main in MAIN:
        found[main] = [*_not_yet(main, placed)]
    return found


def _not_yet(status, placed):
    for each in nexts(status):
        if each not in placed:
            placed.add(each)
            yield each
            yield from _not_yet(each, placed)


def chart():
    boxes, top = [], 1
    for main, sides in branches().items():
        box = Box(main, (PLAIN[main],), top, is_main=True)
        boxes.append(box)
        bottom = box.bottom
        for side in sides:
            beside = Box(side, _lines(side), top, is_main=False)
            boxes.append(beside)
            bottom, top = beside.bottom, beside.bottom + GAP
        top = bottom + GAP
    return Chart(tuple(boxes), tuple(_arrows(boxes)), height=top - GAP + 1)


def _lines(side):
    if len(sources(side)) > ANY_TIME:
        return PLAIN[side], "答复发出以前都可以"
    onward = [each for each in nexts(side) if each not in (S.WITHDRAWN, S.ARCHIVED)]
    return PLAIN[side], *(f"→ {PLAIN[each]}" for each in onward)


def _arrows(boxes):
    main = [box for box in boxes if box.is_main]
    for above, below in pairwise(main):
        yield _down(MAIN_WIDTH // 2, above.bottom, below.top)
    trunk = None
    for above, box in pairwise(boxes):
        trunk = above if above.is_main else trunk
        if not box.is_main:
            yield (
                _across(trunk, box)
                if box.status in nexts(trunk.status)
                else _down(SIDE_LEFT + SIDE_WIDTH // 2, above.bottom, box.top)
            )


def _down(x, start, end):
    return f"M{x} {start}V{end - 1}m-4-5 4 5 4-5"


def _across(trunk, box):
    middle = (MAIN_WIDTH + SIDE_LEFT) // 2
    return f"M{MAIN_WIDTH} {trunk.entry}H{middle}V{box.entry}H{SIDE_LEFT - 1}m-5-4 5 4-5 4"


def in_words():
    """Each step in the order of the drawing, whether it is of the main line, and what may follow: the deed, the step, the clock."""
    for main, sides in branches().items():
        for status in [main, *sides]:
            yield PLAIN[status], status in MAIN, [*_onward(status)]


def _onward(status):
    """Giving up is said once, at its own step; what follows the archive is nothing."""
    for move in TABLE:
        if status in move.sources and (move.to is not S.WITHDRAWN or status is S.DRAFT):
            yield move.deed, PLAIN[move.to or status], move.clock, move.guard
