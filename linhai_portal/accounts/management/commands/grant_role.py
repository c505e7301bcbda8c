from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from linhai_portal.accounts.models import Membership, Organization, User
from linhai_portal.accounts.roles import Role


class Command(BaseCommand):
    help = "Give a role on the server itself; so a new installation gets its first 安全管理员, who gives all others."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("organization", help="the unit's slug")

    def handle(self, username, role, organization, **options):
        membership = Membership(
            user=self.one(User, "登录名", username=username),
            organization=self.one(Organization, "单位", slug=organization),
            role=role,
        )
        try:
            membership.full_clean()
        except ValidationError as refusal:
            raise CommandError("".join(refusal.messages)) from refusal
        membership.save()
        self.stdout.write(f"{membership}：已授予。")

    def one(self, model, what, **key):
        found = model.objects.filter(**key).first()
        if found is None:
            raise CommandError(f"没有这个{what}：{next(iter(key.values()))}。")
        return found
