from django.apps import AppConfig

from catalog.joined import publication_guards, publication_hooks
from linhai_portal import catching_up, samples


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = "公众参与"

    def ready(self):
        publication_guards.append("participation.consultation_guards.guard_notice")
        publication_guards.append("participation.consultation_guards.guard_final")
        publication_hooks.append("participation.telling.feedback_went_out")
        samples.join("participation.sample_participation")
        catching_up.join("participation.telling.remind_of_feedback")
