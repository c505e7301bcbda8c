from disclosure_requests.old_cases import requests
from disclosure_requests.old_cases.command import TakeOver


class Command(TakeOver):
    help = "Take over finished or running requests from an older system (docs: contracts)."
    part = requests
