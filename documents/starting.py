"""What does a section say of where its text came from and of what the register knows, and what do its buttons do?

One press, once what was typed is saved.

The value of `then` is "carried:<spot>" (one answer or row is right as it stands), "carried-all" (the whole section), or
"fill:<field>" (put what the register knows into the answer).
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import carrying, prefills
from documents.draft import Draft
from documents.models import Document
from govsocial.core.templatetags.ui import in_words
from organizations.models import User

REVIEWED, ALL_REVIEWED, FILL = "carried", "carried-all", "fill"
VERBS = {REVIEWED, ALL_REVIEWED, FILL}


def notes(draft: Draft, section: Any, user: Any, *, may_write: bool) -> dict[str, Any]:
    """Return what the page of a section says of where its text came from and what the register knows.

    `carried` is {spot: origin}, `carried_here` how many of them are in this section, `fills` {field: what is known},
    `copy_url` leads to the page that copies, as long as the section is empty.
    """
    marks = carrying.unreviewed(draft)
    here = {field.key for field in section.fields}
    here |= {str(row.uuid) for table in section.tables for row in draft.rows.get(table.key, [])}
    return {
        "carried": marks if may_write else {},
        "carried_here": len(here & set(marks)) if may_write else 0,
        "fills": prefills.of_section(draft.document, section, user) if may_write else {},
        "copy_url": _copy_url(draft, section) if may_write else "",
    }


def _copy_url(draft: Draft, section: Any) -> str:
    """Return where the section can be copied from another text: "" once something stands in it."""
    document = draft.document
    says = any(draft.answers.get(field.key) for field in section.fields)
    rows = [row for table in section.tables for row in draft.rows.get(table.key, []) if row.source != "seeded"]
    if says or rows or not document.kind_info.is_living:
        return ""
    return reverse("documents:copy", args=[document.pk, section.key])


def press(document: Document, section: Any, wish: tuple[str, str], *, by: User) -> str:
    """Do what the pressed button asks, and return what to say of it; "" when it is none of these."""
    verb, said = wish
    if verb == FILL and said in {field.key for field in section.fields}:
        return _fill(document, said, by)
    if verb == REVIEWED and said:
        carrying.review(document, section.key, by=by, spot=said)
        return _("Marked as reviewed.")
    if verb == ALL_REVIEWED:
        carrying.review(document, section.key, by=by)
        return _("Everything that was carried over into this section is marked as reviewed.")
    return ""


def _fill(document: Document, key: str, by: User) -> str:
    count = prefills.insert(document, key, by=by)
    known = prefills.of_field(document, key, by)
    day = in_words(known.as_of) if known else ""
    if document.outline.field(key).is_table:
        words = ngettext(
            "%(count)d row was added from the register of official accounts, as of %(day)s.",
            "%(count)d rows were added from the register of official accounts, as of %(day)s.",
            count,
        )
        return words % {"count": count, "day": day}
    return _("Added from the register of official accounts, as of %(day)s. Change it as you wish.") % {"day": day}


def back_to(section: Any, wish: tuple[str, str]) -> str:
    """Return what leads, in an address, back to where the button was pressed."""
    verb, said = wish
    if verb == ALL_REVIEWED:
        return ""
    keys = {field.key for field in section.fields}
    return f"#{said}" if said in keys else f"#row-{said}"
