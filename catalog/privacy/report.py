"""What the gate says about one file."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Finding:
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
        return {"findings": [asdict(finding) for finding in self.findings], "unreadable": self.unreadable}
