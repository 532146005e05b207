"""What do other pages say of the protocols that a plan refers to: what they are, that a newer one exists, unchecked?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents import rules
from documents.draft import Draft
from documents.models import Document
from documents.referring import Offer, references, sources
from govsocial.core.declare import Panel, panels, says
from plans.kind import KIND

SECTION = "g"

says(
    {
        "protocol.started": _("Protocol begun"),
        "protocol.published": _("Protocol published"),
        "protocol.checked": _("Protocol checked against the social media notice"),
        "protocol.retired": _("Protocol retired"),
        "protocol.restored": _("Protocol offered again"),
    }
)


def lines(document: Document, user: Any) -> list[dict[str, Any]]:
    """Return the protocols that the plan refers to as it stands now, with the question, and a newer one if any."""
    if not rules.READ.allows(user, document):
        return []
    section = next((one for one in document.outline.sections if any(field.protocol for field in one.fields)), None)
    if section is None:
        return []
    held = references(Draft.of(document).answers)
    source = sources[document.kind]
    used, newer = source.used(held.values(), user), source.newer(held.values(), user)
    labels = {field.key: str(field.label) for field in section.fields}
    return [
        {"label": labels[key], "used": used[one["sha256"]], "newer": newer.get(one["sha256"])}
        for key, one in held.items()
        if key in labels and one["sha256"] in used
    ]


def _panel(found: list[dict[str, Any]]) -> Panel | None:
    heading = _("Protocols that this plan refers to")
    return Panel(heading, "plans/panel_protocols.html", {"lines": found}, order=35) if found else None


@panels(f"section:{SECTION}")
def section_panel(document: Document, user: Any) -> Panel | None:
    """Tell whoever only reads section g which protocols stand there; an author sees it beside each question."""
    if document.kind != KIND.code or (document.is_editable and rules.WRITE.allows(user, document)):
        return None
    return _panel(lines(document, user))


@panels("plan")
def home_panel(document: Document, user: Any) -> Panel | None:
    """Tell on the plan's home when a newer version exists, or when one was not checked against the notice."""
    return _panel([line for line in lines(document, user) if line["newer"] or _is_doubtful(line["used"])])


def _is_doubtful(used: Offer) -> bool:
    return bool(used.warning)
