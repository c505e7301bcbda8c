from django.apps import AppConfig
from django.core.checks import Error, register

from disclosure_requests.workflow import faults
from linhai_portal.samples import join


class DisclosureRequestsConfig(AppConfig):
    name = "disclosure_requests"
    verbose_name = "依申请公开"

    def ready(self):
        register(check_workflow)
        join("disclosure_requests.sample_requests")


def check_workflow(app_configs, **kwargs):
    """The table is looked at whenever the portal starts: every status can be reached and left."""
    return [Error(words, id="disclosure_requests.E001") for words in faults()]
