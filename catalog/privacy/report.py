"""What the gate says about one file."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Finding(NamedTuple):
    kind: str
    masked: str
    where: str


@dataclass
class Report:
    """`hints` are for staff: what the gate cannot decide, in words."""

    findings: list = field(default_factory=list)
    unreadable: bool = False
    hints: list = field(default_factory=list)

    def as_json(self):
        findings = [finding._asdict() for finding in self.findings]
        return {"findings": findings, "unreadable": self.unreadable}
