"""What does the register know already, so that a coordinator need not type it again? (§4.3: a template, prefilled)"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from accounts import wanted
from accounts.content import Content, Rows
from organizations.models import User

#: Field of the closing submission ← field of the approved request to close.
CLOSURE = {
    "closure_date": "closing_date",
    "closure_reason": "reason_code",
    "closure_followers_told_on": "notice_posted_on",
    "closure_redirect": "notice_redirect",
    "closure_records_reference": "records_reference",
    "closure_reserve_name": "closing_reserve_name",
    "closure_notes": "closing_notes",
}
#: Field of the creating submission ← field of the approved plan.
CREATION = {"privacy_banks": "f_banks", "privacy_authority": "f_authority"}
TOOL = "management_tool"


@dataclass
class Prefilled:
    """Answers by (field, language), and rows by table."""

    answers: dict[tuple[str, str], Any] = field(default_factory=dict)
    tables: Rows = field(default_factory=dict)

    def take(self, source: Content, pairs: dict[str, str]) -> None:
        """Copy the answers of `source` under their new names."""
        for target, origin in pairs.items():
            for lang, value in source.answers.get(origin, {}).items():
                self.answers[target, lang] = value


def contact(by: User) -> Prefilled:
    """Return the person who starts the submission as its contact."""
    return Prefilled({("contact_name", ""): by.name, ("contact_email", ""): by.email})


def creation(plan: Content, outline: Any, by: User) -> Prefilled:
    """Return what the approved plan says of the accounts, their privacy notice and who may use them."""
    filled = contact(by)
    same = {key: key for key in (field.key for field in outline.fields if not field.is_table) if key in plan.answers}
    filled.take(plan, {**same, **CREATION})
    for account in plan.header.get("accounts", []):
        for lang in () if wanted.keeps_its_plan(account) else wanted.LANGUAGES[account["language"]]:
            filled.answers[wanted.NAME, lang] = account["name"]
            filled.answers[wanted.HANDLE, lang] = account["handle"]
    rows = [row for row in plan.tables.get("g_access", []) if row.get("via", TOOL) == TOOL]
    filled.tables["users_authorized"] = [{"role": row["platform_role"]} for row in rows if row.get("platform_role")]
    return filled


def closing(request: Content, by: User) -> Prefilled:
    """Return what the approved request to close says."""
    filled = contact(by)
    filled.take(request, CLOSURE)
    told = ("closure_followers_told_on", "")
    if told not in filled.answers and (day := notice_day(request)):
        filled.answers[told] = day.isoformat()
    return filled


def notice_day(request: Content) -> date | None:
    """Return the day on which followers are to be told: so many days before the closing date."""
    closing_date, days = request.answer("closing_date"), request.answer("notice_days")
    if not closing_date or days is None:
        return None
    return date.fromisoformat(closing_date) - timedelta(days=int(days))
