"""Notices, mail and what falls due."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = _("Notices and reminders")

    def ready(self) -> None:
        from approvals import news  # noqa: PLC0415 -- registering needs loaded apps
        from documents.comments import listen  # noqa: PLC0415 -- registering needs loaded apps
        from files import news as files_news  # noqa: PLC0415 -- registering needs loaded apps
        from govsocial.core.transitions import moved  # noqa: PLC0415 -- registering needs loaded apps
        from reminders import after_duties, changes, checks, declared, sign_offs, undertakings  # noqa: F401, PLC0415 -- registering needs loaded apps
        from reminders.advice import on_advice  # noqa: PLC0415 -- registering needs loaded apps
        from reminders.assessments import on_assessment  # noqa: PLC0415 -- registering needs loaded apps
        from reminders.conversations import on_comment  # noqa: PLC0415 -- registering needs loaded apps
        from reminders.listening import on_move  # noqa: PLC0415 -- registering needs loaded apps
        from reminders.risks import on_risk  # noqa: PLC0415 -- registering needs loaded apps
        from reminders.withheld import on_withheld  # noqa: PLC0415 -- registering needs loaded apps
        from risk import change_news, register_news  # noqa: PLC0415 -- registering needs loaded apps
        from risk import news as risk_news  # noqa: PLC0415 -- registering needs loaded apps

        moved.listen(on_move)
        register_news.listen(on_risk)
        risk_news.listen(on_assessment)
        change_news.listen(changes.on_change)
        listen(on_comment)
        news.listen(on_advice)
        files_news.listen(on_withheld)
