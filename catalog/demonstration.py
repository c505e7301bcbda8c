"""Demonstration data, clearly marked: one account a role, sample villages and public bodies, adjustments, a negative list, publications."""

import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.utils import timezone

from catalog.reference import fixture_rows
from catalog.sample_adjustments import load_sample_adjustments, remove_sample_adjustments
from catalog.sample_entries import load_sample_entries, remove_sample_entries
from catalog.sample_publications import load_sample_publications, remove_sample_publications
from catalog.searchable import organizations_changed
from linhai_portal.accounts.models import Membership, Notice, Organization, OrganizationGroup
from linhai_portal.accounts.roles import Role
from linhai_portal.samples import load_all, remove_all

# Invented persons; 某 and （示例） mark them on every page.
ACCOUNTS = [
    ("editor", "陈某（示例）", "jiaoyuju", Role.EDITOR),
    ("reviewer", "王某（示例）", "jiaoyuju", Role.REVIEWER),
    ("handler", "林某（示例）", "jiaoyuju", Role.HANDLER),
    ("officer", "李某（示例）", "zhengwugongkaiban", Role.OFFICER),
    ("head", "张某（示例）", "zhengwugongkaiban", Role.HEAD),
    ("supervisor", "赵某（示例）", "zhengwugongkaiban", Role.SUPERVISOR),
    ("archivist", "周某（示例）", "zhengwugongkaiban", Role.ARCHIVIST),
    ("administrator", "吴某（示例）", "dashuju", Role.ADMINISTRATOR),
    ("security", "徐某（示例）", "dashuju", Role.SECURITY),
    ("auditor", "朱某（示例）", "shifuban", Role.AUDITOR),
]


@transaction.atomic
def load_demonstration(*, reset=False):
    """Add what is missing; `reset` makes the sample rows anew. Gives the accounts made now as (name, role, password)."""
    if reset:
        _remove()
    groups = {each.slug: each for each in OrganizationGroup.objects.all()}
    for position, row in enumerate(fixture_rows("demonstration-organizations.csv"), start=5000):
        facts = {name: row[name] for name in ("name", "full_name", "kind", "level")}
        Organization.objects.get_or_create(
            slug=row["slug"],
            defaults=facts
            | {
                "parent": Organization.objects.get(slug=row["parent"]),
                "service": groups.get(row["service"]),
                "is_sample": True,
                "position": position,
            },
        )
    organizations_changed()
    made = [made for account in ACCOUNTS if (made := _account(*account))]
    load_sample_adjustments(today=timezone.localdate())
    load_sample_entries(today=timezone.localdate())
    load_sample_publications(today=timezone.localdate())
    load_all(today=timezone.localdate())
    return made


def _remove():
    """Accounts that did something keep their traces: they get a new password instead of being deleted."""
    remove_all()
    remove_sample_publications()
    remove_sample_adjustments()
    remove_sample_entries()
    Notice.objects.filter(recipient__is_sample=True).delete()  # they lead to what is gone
    Membership.objects.filter(user__is_sample=True).delete()
    get_user_model().objects.filter(is_sample=True).update(password=UNUSABLE_PASSWORD_PREFIX)


def _account(username, name, slug, role):
    user, added = get_user_model().objects.get_or_create(
        username=username, defaults={"name": name, "is_sample": True}
    )
    if not user.is_sample or (not added and user.has_usable_password()):
        return None
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save()
    Membership.objects.get_or_create(user=user, organization=Organization.objects.get(slug=slug), role=role)
    return username, role.label, password


def write_accounts(path, accounts):
    """Keep the passwords where only the owner of the machine reads them, for the next start to show."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{role}\t{username}\t{password}\n" for username, role, password in accounts]
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(lines)
