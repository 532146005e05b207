"""How does nobody lose or gain their way in unseen? Every change of a person's standing leaves a line of the ledger."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from govsocial.core import ledger

FLAGS = ("is_active", "is_staff", "is_superuser")


class RecordedStanding:
    """Mixed into the person: whatever code saves a change of the flags, the line is in the same transaction."""

    changed_by: Any = None
    changed_why = ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        this: Any = self
        fields = kwargs.get("update_fields")
        if this.pk is None or (fields is not None and not set(FLAGS) & set(fields)):
            super().save(*args, **kwargs)  # type: ignore[misc]
            return
        with transaction.atomic():
            before = type(this).objects.select_for_update().filter(pk=this.pk).values(*FLAGS).first()
            super().save(*args, **kwargs)  # type: ignore[misc]
            # Someone who is stored for the first time, with a number already, changed nothing.
            changed = {name: getattr(this, name) for name in FLAGS if before and before[name] != getattr(this, name)}
            if changed:
                ledger.record(
                    _verb(changed), subject=this, by=self.changed_by, reason=self.changed_why, details=changed
                )


def _verb(changed: dict[str, bool]) -> str:
    if "is_active" in changed:
        return "person.reactivated" if changed["is_active"] else "person.deactivated"
    return "person.flags_changed"


def set_active(person: Any, *, is_active: bool, reason: str, by: Any = None) -> None:
    """Let a person in no more, from their next click, or again. `by` is None for the operator at the machine.

    Raises ValidationError without a reason.
    """
    if not reason.strip():
        raise ValidationError(_("Write the reason: it stays on the record, for the auditor."), code="reason_required")
    person.is_active, person.changed_by, person.changed_why = is_active, by, reason.strip()
    person.save(update_fields=["is_active"])
