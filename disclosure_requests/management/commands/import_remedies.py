from disclosure_requests.old_cases import remedies
from disclosure_requests.old_cases.command import TakeOver


class Command(TakeOver):
    help = "Take over reconsiderations and suits from an older system (docs: contracts)."
    part = remedies
