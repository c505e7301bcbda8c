"""What reading a catalog table gives: records, problems, the recognised columns; or a refusal."""

from dataclasses import dataclass, field


class Refused(Exception):
    """The file holds no such table or cannot be read; the message is one clear Chinese sentence."""


@dataclass(slots=True)
class Record:
    """One item as printed; `row` counts sheet rows from 1, `sheet` is "" for CSV, workdays are null without a deadline."""

    row: int
    sheet: str
    level1: str
    level2: str
    level3: str
    content: str
    legal_basis: list[str]
    time_limit: str
    time_limit_workdays: int | None
    publisher: str
    channels: list[str]
    other_channel: str
    to_everyone: bool
    audience_group: str
    proactive: bool
    on_request: bool
    levels: list[str]
    domain: str | None = None  # set only where a workbook has several domains

    def as_json(self) -> dict:
        return {name: getattr(self, name) for name in self.__slots__ if name != "domain"}


@dataclass(slots=True)
class Problem:
    row: int
    column: str
    severity: str  # error or warning
    sheet: str
    message: str
    suggestion: str

    def as_json(self) -> dict:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Column:
    """A recognised column: what it stands for (`leaf`), and what is printed over it (`header`)."""

    leaf: str
    header: str
    sheet: str
    letter: str


@dataclass(slots=True)
class Reading:
    domain: str | None
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    domains: set[str] = field(default_factory=set)

    def belongs_to(self, domain: str):
        """Put every record in this domain, whatever the titles of the table name."""
        self.domain, self.domains = domain, {domain}
        for record in self.records:
            record.domain = None

    def as_json(self) -> dict:
        """The answer of `import_catalog --json`; every record names its domain when there are several."""
        several = any(record.domain for record in self.records)
        return {
            "domain": self.domain,
            "refused": False,
            "problems": [problem.as_json() for problem in self.problems],
            "records": [
                record.as_json() | ({"domain": record.domain} if several else {}) for record in self.records
            ],
        }
