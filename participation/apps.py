from django.apps import AppConfig

from catalog import higher_apps
from linhai_portal import calendar_moves, catching_up, samples


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = "公众参与"

    def ready(self):
        higher_apps.join(higher_apps.GUARDS, "participation.consultation_guards.guard_notice")
        higher_apps.join(higher_apps.GUARDS, "participation.consultation_guards.guard_final")
        higher_apps.join(higher_apps.GUARDS, "participation.consultation_guards.guard_feedback")
        for guard in (
            "interpretation_guards.guard_planned",
            "interpretation_guards.guard_interpretation",
            "deciding.guard_directory",
            "deciding.guard_decided",
        ):
            higher_apps.join(higher_apps.GUARDS, f"participation.{guard}")
        higher_apps.join(higher_apps.GUARDS, "participation.event_guards.guard_event")
        higher_apps.join(higher_apps.GUARDS, "participation.hearing_guards.guard_hearing")
        higher_apps.join(higher_apps.GUARDS, "participation.questionnaire_guards.guard_questionnaire")
        higher_apps.join(higher_apps.GONE_OUT, "participation.consultation_days.notice_went_out")
        higher_apps.join(higher_apps.WAITS, "participation.interpretation_guards.waits_for_document")
        higher_apps.join(higher_apps.GONE_OUT, "participation.interpreting.document_went_out")
        higher_apps.join(higher_apps.GONE_OUT, "participation.telling.feedback_went_out")
        higher_apps.join(higher_apps.GONE_OUT, "participation.deciding.final_went_out")
        higher_apps.join(higher_apps.CHANGED, "participation.deciding.directory_changed")
        higher_apps.join(higher_apps.CHANGED, "participation.answer_search.interpretations_changed")
        higher_apps.join(higher_apps.CHANGED, "participation.topic_reminders.responses_changed")
        higher_apps.join(higher_apps.CHANGED, "participation.rescheduling.announcements_changed")
        higher_apps.join(higher_apps.AROUND, "participation.policy_relations.around")
        higher_apps.join(higher_apps.DUTIES, "participation.policy_relations.duties")
        for module in ("participation", "inquiries", "decisions", "events", "hearings", "questionnaires"):
            samples.join(f"participation.sample_{module}")
        catching_up.join("participation.telling.remind_of_feedback")
        catching_up.join("participation.telling.tell_those_left")
        catching_up.join("participation.interpreting.remind_of_interpretations")
        catching_up.join("participation.questionnaire_answering.forget_marks")
        catching_up.join("participation.topic_reminders.remind_all")
        catching_up.join("participation.hearing_reminders.remind_of_hearings")
        catching_up.join("participation.inquiry_dates.keep_dates")
        catching_up.join("participation.telling_askers.remind_of_inquiries")  # by the dates just kept
        calendar_moves.join(
            "participation.inquiry_dates.foresee",
            "participation.inquiry_dates.keep_dates",
            "participation.inquiry_dates.count",
        )
