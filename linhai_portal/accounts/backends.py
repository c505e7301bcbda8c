from django.contrib.auth.backends import BaseBackend, ModelBackend

from linhai_portal.accounts.roles import permissions_of


class RoleBackend(ModelBackend):
    """Signs in with name and password; grants what the person's roles grant and nothing else."""

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return permissions_of(user_obj.roles)

    get_user_permissions = get_all_permissions

    def get_group_permissions(self, user_obj, obj=None):
        return set()

    def has_perm(self, user_obj, perm, obj=None):
        return BaseBackend.has_perm(self, user_obj, perm, obj)

    def has_module_perms(self, user_obj, app_label):
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))
