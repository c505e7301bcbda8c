from functools import partial

from django.core.management.base import BaseCommand, CommandError

from linhai_portal.search.index import replace
from linhai_portal.search.sources import sources


class Command(BaseCommand):
    help = (
        "Write the search index anew, kind by kind; killed at any moment, each kind is as before or as after."
    )

    def add_arguments(self, parser):
        parser.add_argument("--kind", help="only this kind, for example item")

    def handle(self, **options):
        chosen = [each for each in sources() if options["kind"] in (None, each.kind)]
        if not chosen:
            known = "、".join(each.kind for each in sources())
            raise CommandError(f"没有这一类：{options['kind']}。可以写：{known}。")
        total = 0
        for source in chosen:
            total += replace(source.kind, source.documents(), progress=partial(self.tell, source.label))
        self.stdout.write(f"搜索索引已重建，共 {total} 条。")

    def tell(self, label, written):
        self.stderr.write(f"{label}：{written} 条")
