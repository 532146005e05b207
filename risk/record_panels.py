"""What does the engine say beside the record of a PIA or a TRA: which assessment could each of its uses rely on?"""

from typing import Any

from django.utils.translation import gettext as _

from documents.models import Document
from govsocial.core.declare import Panel, panels
from risk import kind, leverage, shown
from risk.leverage import UseCoverage
from risk.models import Assessment

RECORDS = tuple(one.value for one in Assessment.Kind)


@panels("section:leverage")
def could_be_relied_on(document: Document, _user: Any) -> Panel | None:
    """Show, use by use, the assessment of the same kind that is in force and could be relied on, or why none could."""
    if document.kind not in RECORDS:
        return None
    own = Assessment.objects.select_related("platform").get(record=document.pk)
    others = Assessment.objects.usable_by(document.organization_id).filter(platform=own.platform).exclude(pk=own.pk)
    found = leverage.coverage(
        platform=own.platform,
        uses=kind.uses(document, own),
        framework=document.framework,
        assessments=others.select_related("organization", "effective").order_by("pk"),
    )
    if not found.uses:
        return None
    columns = [_("Use"), _("Could be relied on"), _("On these conditions")]
    rows = [_row(one, document) for one in found.uses]
    return Panel(_("What the register finds"), "risk/could_rely.html", {"columns": columns, "rows": rows})


def _row(one: UseCoverage, document: Document) -> list[Any]:
    relied = getattr(one, document.kind)
    (name,) = shown.names_of_uses([one.use], document.framework)
    if relied is None:
        why = [str(reason) for reason in one.reasons if _concerns(reason, document.kind)]
        return [name, {"tag": {"label": _("None"), "tone": "warning"}, "sub": " ".join(why)}, ""]
    version = shown.version_named(relied.effective) if relied.effective else ""
    asked = [str(condition) for condition in one.conditions if condition.assessment in (None, relied)]
    return [name, {"text": relied.title, "url": relied.get_absolute_url(), "sub": version}, " ".join(asked)]


def _concerns(reason: Any, kind_: str) -> bool:
    other = "tra_" if kind_ == "pia" else "pia_"
    return not str(reason.why).startswith(other)
