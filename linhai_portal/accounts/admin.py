from functools import partial

from axes.utils import reset
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV

from linhai_portal.accounts.activation import send_activation_link
from linhai_portal.accounts.forms import (
    AccountForm,
    GrantForm,
    MembershipForm,
    NewAccountForm,
    OrganizationForm,
    OrganizationGroupForm,
)
from linhai_portal.accounts.models import FailedLogin, Membership, Organization, OrganizationGroup, User
from linhai_portal.accounts.models.logins import locked_out
from linhai_portal.accounts.roles import Role
from linhai_portal.admin_site import RecordAdmin, Waiting, tag
from linhai_portal.data_version import bump
from linhai_portal.resources import GuardedResource

# Functions that higher apps join: what follows when a unit gets a new name or alias.
names_changed = []


class OrganizationResource(GuardedResource):
    class Meta:
        model = Organization
        fields = [
            "slug",
            "name",
            "full_name",
            "kind",
            "level",
            "parent__slug",
            "document_prefix",
            "phone",
            "address",
        ]


@admin.register(Organization)
class OrganizationAdmin(ExportMixin, admin.ModelAdmin):
    form = OrganizationForm
    resource_classes = [OrganizationResource]
    formats = [CSV]
    skip_export_form = True
    list_display = ["name", "full_name", "kind", "level", "parent", "phone"]
    list_filter = ["level", "kind", "is_sample"]
    list_select_related = ["parent"]
    search_fields = ["name", "full_name", "slug"]
    search_help_text = "简称、全称或者地址名"
    ordering = ["position", "pk"]
    list_per_page = 50
    show_full_result_count = False
    fieldsets = [
        ("名称", {"fields": ["name", "full_name", "aliases", "slug"]}),
        ("类别", {"fields": ["kind", "level", "parent", "service", "position", "is_sample"]}),
        ("联系方式", {"fields": ["address", "phone", "office_hours"]}),
        ("公文", {"fields": ["document_prefix", "index_code", "reconsideration_organ"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_readonly_fields(self, request, obj=None):
        """The slug is the public address and stays."""
        return ["slug"] if obj else []

    def save_model(self, request, obj, form, change):
        obj.edited_by_staff = True
        super().save_model(request, obj, form, change)
        for effect in names_changed:
            effect()


@admin.register(OrganizationGroup)
class OrganizationGroupAdmin(admin.ModelAdmin):
    form = OrganizationGroupForm
    list_display = ["name", "level", "kind"]
    search_fields = ["name", "slug"]
    list_per_page = 50
    show_full_result_count = False
    fields = ["name", "aliases", "slug", "level", "kind"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        bump()


class RoleFilter(admin.SimpleListFilter):
    title = "角色"
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [("none", "没有角色"), *Role.choices]

    def queryset(self, request, queryset):
        if self.value() == "none":
            return queryset.filter(memberships=None)
        if self.value():
            return queryset.filter(pk__in=Membership.objects.filter(role=self.value()).values("user"))
        return queryset


@admin.register(User)
class AccountAdmin(admin.ModelAdmin):
    """Accounts are kept by the administrator, who never sets a password; roles are granted by the security officer."""

    list_display = ["username", "name", "roles_in_units", "may_log_in", "last_login"]
    list_filter = [RoleFilter, "is_active"]
    search_fields = ["username", "name"]
    search_help_text = "登录名或者姓名"
    ordering = ["username"]
    list_per_page = 50
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["username", "name", "email", "is_active", "password_link"]}),
        ("角色和登录", {"fields": ["roles_in_units", "last_login", "joined_at"]}),
    ]

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **kwargs | {"form": AccountForm if obj else NewAccountForm})

    def get_readonly_fields(self, request, obj=None):
        """Two people stood for the address when the account got its role: no single one changes it (docs/adr/0009)."""
        facts = ["password_link", "roles_in_units", "last_login", "joined_at"]
        return [*facts, "email"] if obj and obj.memberships.exists() else facts

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["username", "name", "email"]})]
        if self.has_change_permission(request, obj):
            return self.fieldsets
        facts = ["username", "name", "is_active", "roles_in_units", "last_login", "joined_at"]
        if request.user.has_perm("accounts.change_user"):
            facts.append("password_link")
        return [(None, {"fields": facts})]

    def get_queryset(self, request):
        rows = super().get_queryset(request).visible_to(request.user)
        return rows.prefetch_related("memberships__organization")

    def get_urls(self):
        activation = self.admin_site.admin_view(self.activation_view)
        return [
            path("<int:pk>/activation/", activation, name="accounts_user_activation"),
            *super().get_urls(),
        ]

    def activation_view(self, request, pk):
        """Say where the link goes; on a press of the button mail it there."""
        if not request.user.has_perm("accounts.change_user"):
            raise PermissionDenied
        account = get_object_or_404(self.get_queryset(request), pk=pk)
        if request.method == "POST" and account.may_get_activation_link:
            send_activation_link(request, account)
            return redirect("admin:accounts_user_change", account.pk)
        facts = {"title": f"给 {account} 发激活链接", "account": account, "opts": self.opts}
        page = self.admin_site.each_context(request) | facts
        return TemplateResponse(request, "admin/activation.html", page)

    def lookup_allowed(self, lookup, value, request=None):
        """Nobody finds a password out by asking the list about it."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    @admin.display(description="密码")
    def password_link(self, user):
        address = reverse("admin:accounts_user_activation", args=[user.pk])
        return format_html('<a href="{}">发激活链接</a>　密码由本人设，别人不能代设，也看不到。', address)

    @admin.display(description="角色（单位）")
    def roles_in_units(self, user):
        each_role = (f"{each.get_role_display()}（{each.organization}）" for each in user.memberships.all())
        return "、".join(each_role) or "没有角色"

    @admin.display(description="登录", ordering="is_active")
    def may_log_in(self, user):
        return tag("ok", "可以登录") if user.is_active else tag("line", "已停用")

    def has_change_permission(self, request, obj=None):
        """Who keeps the accounts does not shut out the other two keepers (三员分立)."""
        if obj and obj != request.user and obj.has_role(Role.SECURITY, Role.AUDITOR):
            return False
        return super().has_change_permission(request, obj)


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "login_name", "organization", "role", "examines"]
    list_display_links = ["user"]
    list_filter = ["role"]
    list_select_related = ["user", "organization"]
    search_fields = ["user__username", "user__name", "organization__name"]
    search_help_text = "登录名、姓名或者单位"
    ordering = ["organization", "role", "user"]
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs | {"form": MembershipForm if obj else GrantForm})
        form.granted_by = request.user
        return form

    def get_fields(self, request, obj=None):
        return ["user", *([] if obj else ["email"]), "organization", "role", "examines"]

    def get_readonly_fields(self, request, obj=None):
        return ["user"] if obj else []

    def save_model(self, request, obj, form, change):
        """With the first role the account begins afresh: whatever password or address it had before counts no more."""
        is_first = not obj.user.memberships.exists()
        super().save_model(request, obj, form, change)
        if is_first:
            obj.user.forget_password()
            transaction.on_commit(partial(send_activation_link, request, obj.user))

    @admin.display(description="登录名")
    def login_name(self, membership):
        return membership.user.username

    def has_change_permission(self, request, obj=None):
        return self._is_another(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._is_another(request, obj) and super().has_delete_permission(request, obj)

    def _is_another(self, request, obj):
        """Nobody grants or takes the own roles."""
        return obj is None or obj.user_id != request.user.pk


class LockedFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "locked"

    def lookups(self, request, model_admin):
        return [("yes", "现在锁定")]

    def queryset(self, request, queryset):
        return locked_out(queryset) if self.value() == "yes" else queryset


@admin.register(FailedLogin)
class FailedLoginAdmin(RecordAdmin):
    """Whoever sees the accounts sees them, whoever keeps the accounts may unlock."""

    list_display = ["username", "ip_address", "failures_since_start", "attempt_time"]
    list_filter = [LockedFilter]
    search_fields = ["username", "ip_address"]
    search_help_text = "登录名或者地址"
    actions = ["unlock"]
    fields = ["username", "ip_address", "failures_since_start", "attempt_time", "user_agent"]

    @admin.action(description="解除所选的锁定", permissions=["unlock"])
    def unlock(self, request, queryset):
        attempts = list(queryset)
        self.log_deletions(request, queryset)
        for attempt in attempts:
            reset(username=attempt.username, ip=attempt.ip_address)
        self.message_user(request, f"已解除 {len(attempts)} 个锁定，可以重新登录。", messages.SUCCESS)

    def has_unlock_permission(self, request):
        return request.user.has_perm("accounts.change_user")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("accounts.view_user")


def waiting_in_accounts(user):
    """Unread notices; accounts without a role for those who make and grant them; names locked out of the login."""
    waiting = [Waiting(user.unread_notices, "条通知没有读", f"{reverse('notices:list')}?unread=yes")]
    if user.has_perm("accounts.add_membership") or user.has_perm("accounts.add_user"):
        count = User.objects.filter(is_active=True, memberships=None).count()
        address = reverse("admin:accounts_user_changelist")
        waiting.append(Waiting(count, "个账号没有角色", f"{address}?role=none&is_active__exact=1"))
    if user.has_perm("accounts.change_user") or user.has_perm("accounts.change_membership"):
        address = reverse("admin:accounts_failedlogin_changelist")
        waiting.append(
            Waiting(
                locked_out(FailedLogin.objects).count(),
                "个登录名因为多次输错密码被锁定",
                f"{address}?locked=yes",
            )
        )
    return waiting


admin.site.ask(waiting_in_accounts)
