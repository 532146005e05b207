"""What was I told, and (for administrators) which letters did not leave?"""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from govsocial.core.access import SIGNED_IN
from govsocial.core.views import Act, Listing
from reminders import actions, rules
from reminders.models import Notification, OutgoingMail


class Notices(Listing):
    """A person's notices, newest first; unread ones say so in words."""

    rule = SIGNED_IN
    model = Notification
    template_name = "reminders/notice_list.html"
    order = ("-created_at", "-id")
    page_size = 25

    def context(self) -> dict[str, Any]:
        return {
            "has_unread": self.rows().unread().exists(),
            "mail_url": reverse("reminders:mail") if rules.SEE_MAIL.allows(self.request.user) else "",
            "breadcrumbs": [{"label": _("Home"), "url": reverse("reports:home")}, {"label": _("Notices")}],
        }


class Read(Act):
    """Mark one notice as read."""

    rule = rules.READ
    model = Notification
    done = gettext_lazy("Notice marked as read.")

    def perform(self) -> None:
        actions.mark_read(self.object)

    def back(self) -> str:
        return reverse("reminders:notices")


class ReadAll(Act):
    """Mark every notice of the person as read."""

    rule = SIGNED_IN
    done = gettext_lazy("All notices marked as read.")

    def perform(self) -> None:
        actions.mark_all_read(by=self.request.user)

    def back(self) -> str:
        return reverse("reminders:notices")


class Mail(Listing):
    """Letters that a human must look at: the server refused them, or nobody can know whether it took them."""

    rule = rules.SEE_MAIL
    model = OutgoingMail
    template_name = "reminders/mail_list.html"
    order = ("-id",)

    def rows(self) -> QuerySet[OutgoingMail]:
        return super().rows().in_trouble().select_related("notification__recipient")

    def context(self) -> dict[str, Any]:
        notices = {"label": _("Notices"), "url": reverse("reminders:notices")}
        return {"breadcrumbs": [notices, {"label": _("E-mails that were not sent")}]}


class SendAgain(Act):
    """Queue a letter once more."""

    rule = rules.SEE_MAIL
    model = OutgoingMail
    done = gettext_lazy("The e-mail will be sent again.")

    def perform(self) -> None:
        actions.send_again(self.object, by=self.request.user)

    def back(self) -> str:
        return reverse("reminders:mail")
