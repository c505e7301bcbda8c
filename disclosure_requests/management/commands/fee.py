import json

from django.core.management.base import BaseCommand, CommandError

from disclosure_requests.fees import NoSuchNumber, bands_by_item, bands_by_page, total


class Command(BaseCommand):
    help = "Processing fee in yuan by 国办函〔2020〕109号."
    requires_system_checks = []

    def add_arguments(self, parser):
        by = parser.add_mutually_exclusive_group(required=True)
        by.add_argument(
            "--items", type=int, metavar="N", help="applications of one applicant in one calendar month"
        )
        by.add_argument("--pages", type=int, metavar="N", help="pages of one application")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, items, pages, **options):
        try:
            bands = bands_by_page(pages) if items is None else bands_by_item(items)
        except NoSuchNumber as wrong:
            raise CommandError(f"{wrong}") from wrong
        if options["json"]:
            self.stdout.write(json.dumps(as_json(bands)))
        else:
            self.print_in_words(bands, "页" if items is None else "件")

    def print_in_words(self, bands, unit):
        for band in bands:
            self.stdout.write(
                f"第 {band.first} 至 {band.last} {unit}：每{unit} {band.rate} 元，{band.amount} 元"
            )
        self.stdout.write(f"信息处理费共 {total(bands)} 元（国办函〔2020〕109号）。")


def as_json(bands):
    return {
        "amount": total(bands),
        "bands": [
            {"from": band.first, "to": band.last, "rate": band.rate, "amount": band.amount} for band in bands
        ],
    }
