"""How is the demo made? Its whole story is lived through the product's own verbs, in one transaction."""

from datetime import date

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from demo.agenda import Agenda
from demo.amending import Amending
from demo.asking import Asking
from demo.borrowing import Borrowing
from demo.cast import Cast
from demo.changing import Changing
from demo.keeping import Keeping
from demo.lives import Lives
from demo.opening import Opening
from demo.remarks import Remarks
from demo.reviews import Reviews
from organizations.models import Organization, User
from reminders.models import Notification, OutgoingMail

READ_AFTER_DAYS = 7


def is_empty() -> bool:
    """Say whether nobody uses this database yet."""
    return not Organization.objects.exists()


@transaction.atomic
def seed(today: date) -> None:
    """Fill an empty database with the demo, as if it had been used until `today`."""
    agenda, cast = Agenda(today), Cast()
    cast.plan(agenda)
    Reviews(cast, today).plan(agenda)
    lives = Lives(cast, agenda)
    lives.plan()
    Keeping(lives).plan()
    Borrowing(lives).plan()
    Asking(lives).plan()
    Opening(cast, agenda, lives).plan()
    Remarks(cast, agenda, lives).plan()
    Amending(lives).plan()
    Changing(lives).plan()
    agenda.live()
    _settle(agenda)


def _settle(agenda: Agenda) -> None:
    """Take the story's letters as sent, and its older notices as read: nobody is written to about the past."""
    address = User.objects.filter(notifications=OuterRef("notification")).values("email")
    OutgoingMail.objects.update(
        outcome=OutgoingMail.Outcome.SENT, sent_at=F("next_attempt_at"), sent_to=Subquery(address)
    )
    old = Notification.objects.filter(created_at__date__lt=agenda.working_day(READ_AFTER_DAYS))
    old.update(read_at=F("created_at"))
