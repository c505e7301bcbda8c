from django.apps import AppConfig

from catalog import higher_apps
from linhai_portal import catching_up, samples


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = "公众参与"

    def ready(self):
        higher_apps.join(higher_apps.GUARDS, "participation.consultation_guards.guard_notice")
        higher_apps.join(higher_apps.GUARDS, "participation.consultation_guards.guard_final")
        higher_apps.join(higher_apps.GUARDS, "participation.hearing_guards.guard_hearing")
        higher_apps.join(higher_apps.GUARDS, "participation.questionnaire_guards.guard_questionnaire")
        higher_apps.join(higher_apps.GONE_OUT, "participation.telling.feedback_went_out")
        samples.join("participation.sample_participation")
        samples.join("participation.sample_hearings")
        samples.join("participation.sample_questionnaires")
        catching_up.join("participation.telling.remind_of_feedback")
        catching_up.join("participation.questionnaire_answering.forget_marks")
