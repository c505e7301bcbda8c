from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from linhai_portal.accounts.models.organizations import Organization
from linhai_portal.accounts.roles import CITY_WIDE_ROLES, EXCLUSIVE_ROLES, Role, roles_granting


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **facts):
        user = self.model(username=self.model.normalize_username(username), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **facts):
        """The first 系统管理员 of a new installation; nobody is above the roles."""
        user = self.create_user(username, password, **facts)
        top = Organization.objects.filter(parent=None).first()
        if top is None:
            raise ValidationError("还没有单位。请先运行 load_reference，再建第一个系统管理员。")
        user.memberships.create(organization=top, role=Role.ADMINISTRATOR)
        return user


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Accounts exist for the three who keep them; everybody else sees only the own account."""
        if user.is_authenticated and set(user.roles) & set(EXCLUSIVE_ROLES):
            return self
        return self.filter(pk=user.pk)

    def who_may(self, permission, *, organization):
        """Active people with this permission for whom staff data of the unit exist: its own and the city's."""
        granting = Membership.objects.filter(role__in=roles_granting(permission))
        seeing = Membership.objects.filter(Q(role__in=CITY_WIDE_ROLES) | Q(organization=organization))
        active = self.filter(is_active=True, pk__in=granting.values("user"))
        return active.filter(pk__in=seeing.values("user"))

    def working_in(self, units, *, permission):
        """Active people whose role in one of these units itself gives this permission."""
        granting = Membership.objects.filter(role__in=roles_granting(permission), organization__in=units)
        return self.filter(is_active=True, pk__in=granting.values("user"))


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff. What a person may do follows from the memberships alone."""

    username = models.CharField(
        "登录名",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "这个登录名已有人使用，请换一个。"},
    )
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("可以登录", default=True, help_text="人员离岗时取消勾选，不要删除账号")
    is_sample = models.BooleanField("示例", default=False, editable=False)
    wants_mail = models.BooleanField(
        "通知也寄到邮箱", default=True, editable=False
    )  # the person's own choice
    joined_at = models.DateTimeField("建立时间", auto_now_add=True)
    is_superuser = False
    groups = None
    user_permissions = None

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "email"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering = ["username"]

    def __str__(self):
        return self.name or self.username

    def get_short_name(self):
        return self.name

    @cached_property
    def roles(self):
        return sorted(set(self.memberships.values_list("role", flat=True)))

    @property
    def is_staff(self):
        """Whoever has a role may open the staff pages."""
        return self.is_active and bool(self.roles)

    @property
    def is_city_wide(self):
        return bool(set(self.roles) & set(CITY_WIDE_ROLES))

    def has_role(self, *roles):
        return bool(set(self.roles) & set(roles))

    @property
    def may_get_activation_link(self):
        """Only with a role: then two people stand for the address, and neither of them may change it any more."""
        return self.is_active and bool(self.email) and self.memberships.exists()

    @property
    def gets_mail(self):
        return bool(self.email) and self.wants_mail

    @cached_property
    def unread_notices(self):
        """Kept for the request: the bar of every staff page shows it."""
        return self.notices.unread().count()

    def forget_password(self):
        """Nobody signs in, and nobody stays signed in, before the person chose a new password by the link."""
        self.set_unusable_password()
        self.save(update_fields=["password"])

    def choose_mail(self, wants_mail):
        self.wants_mail = wants_mail
        self.save(update_fields=["wants_mail"])

    def organizations(self):
        return Organization.objects.filter(pk__in=self.memberships.values("organization"))


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.has_role(Role.SECURITY, Role.AUDITOR):
            return self
        return self.filter(user=user)


class Membership(models.Model):
    """One role of one person in one unit."""

    user = models.ForeignKey(User, verbose_name="用户", on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(
        Organization, verbose_name="单位", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    # A reviewer may have the duty of 公开审查 besides (people and roles: architecture).
    examines = models.BooleanField("有公开审查职责", default=False, help_text="只有审核员可以勾选")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "角色"
        ordering = ["organization", "role", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                name="membership_once",
                violation_error_message="这个人在这个单位已经有这个角色。",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role__in=EXCLUSIVE_ROLES),
                name="membership_three_keepers_apart",
                violation_error_message="系统管理员、安全管理员、审计员由三个人分别担任，一人不能兼任。",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=Q(examines=False) | Q(role=Role.REVIEWER),
                name="membership_reviewer_examines",
                violation_error_message="只有审核员可以有公开审查职责。",
            ),
        ]

    def __str__(self):
        return f"{self.user}（{self.organization}，{self.get_role_display()}）"
