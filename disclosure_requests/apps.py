from django.apps import AppConfig
from django.core.checks import Error, register

from catalog import higher_apps
from disclosure_requests.workflow import faults
from linhai_portal import calendar_moves, catching_up, samples


class DisclosureRequestsConfig(AppConfig):
    name = "disclosure_requests"
    verbose_name = "依申请公开"

    def ready(self):
        register(check_workflow)
        samples.join("disclosure_requests.sample_requests")
        catching_up.join("disclosure_requests.kept_dates.keep_all")
        catching_up.join("disclosure_requests.reminding.remind")  # by the dates just kept
        calendar_moves.join(
            "disclosure_requests.kept_dates.foresee",
            "disclosure_requests.kept_dates.keep_all",
            "disclosure_requests.kept_dates.count",
        )
        catching_up.join("disclosure_requests.drafts.forget_old")
        catching_up.join("disclosure_requests.archiving.forget_withdrawn")
        higher_apps.join(higher_apps.USES, "disclosure_requests.listed_grounds.uses_of")
        higher_apps.join(higher_apps.ORIGINS, "disclosure_requests.proposal_origins.origins_of")


def check_workflow(app_configs, **kwargs):
    """The table is looked at whenever the portal starts: every status can be reached and left."""
    return [Error(words, id="disclosure_requests.E001") for words in faults()]
