"""Who may read a notice, and who looks after letters that did not leave?"""

from typing import Any

from govsocial.core.access import Rule
from organizations.models import Role
from organizations.rules import holds


def is_mine(user: Any, obj: Any) -> bool:
    """Hold for the person who was told."""
    return obj is not None and obj.recipient_id == user.pk


READ = Rule("reminders.read", is_mine)


def looks_after_mail(user: Any, _obj: Any) -> bool:
    """Hold for administrators; which letters they see is for `visible_to` to say."""
    return holds(Role.ADMINISTRATOR)(user, None)


SEE_MAIL = Rule("reminders.see_mail", looks_after_mail)
