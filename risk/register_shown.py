"""How are a register, its treatments and its acceptances told on a page, as rows of tables and summaries?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from documents.models import Document
from organizations.models import User
from risk import rules, scale
from risk.acceptance import Standing, is_revoked
from risk.models import Acceptance, RegisteredTreatment, TreatmentProgress
from risk.register import RATINGS, Register, Treatment, words

Context = dict[str, Any]


def register(found: Register, when: str) -> Context:
    """Return one register: its picture at one rating, its table, and the scale that it is rated on."""
    is_matrix = found.scale.kind == "matrix"
    return {
        "label": str(found.table.label),
        "scale": scale_told(found.scale),
        "matrix": scale.matrix(found, when) if is_matrix else None,
        "products": None if is_matrix else scale.products(found),
        "table": scale.table(found),
        "is_empty": not found.risks,
    }


def scale_told(one: Any) -> Context:
    """Return a scale in words: its name and version, what each level means, and the bands of a product scale."""
    levels = [{"key": f"{level.symbol} {level.name}", "value": str(level.definition)} for level in reversed(one.levels)]
    return {
        "name": _("%(scale)s, version %(version)d") % {"scale": one.name, "version": one.version},
        "levels": levels,
        "bands": scale.bands(one) if one.kind == "product" else [],
    }


def cards(standing: Standing) -> list[Context]:
    """Return the risks that wait for acceptance, each with all that its manager must know."""
    return [
        {
            "name": risk.name,
            "statement": risk.statement,
            "rows": [
                {"key": _("Group"), "value": risk.group},
                {"key": _("What protects us today"), "value": words(risk.cells.get("existing_controls"))},
                *({"key": scale.captions()[when], **scale.tag(risk.level_at(when))} for when in RATINGS),
                {"key": _("Treatment"), "value": risk.treatment},
                {"key": _("What is to be done"), "value": "\n".join(scale.said(one) for one in risk.treatments)},
                {"key": _("Owner"), "value": risk.owner},
            ],
        }
        for risk in standing.open_ones
    ]


def treatments(document: Document, standing: Standing, user: User) -> Context | None:
    """Return the treatments as a table, with what was reported since; one query."""
    found = [row for one in standing.registers for row in one.treatments]
    if not found:
        return None
    names = {risk.uuid: risk.name for one in standing.registers for risk in one.risks}
    said = _newest(document)
    is_in_force = standing.version is not None and standing.version.pk == document.effective_version_id
    may_report = is_in_force and document.state != "revoked" and rules.REPORT_TREATMENT.allows(user, document)
    states = {item.code: str(item.name) for item in document.framework.lists.get("treatment_states", ())}
    columns = [_("What is to be done"), _("Risks"), _("Responsible"), _("Due"), _("Status"), _("Evidence")]
    numbers = _numbers(document) if may_report else {}
    rows = [_row(row, names, said.get(row.uuid), states, numbers) for row in found]
    return {"columns": columns, "rows": rows}


def _numbers(document: Document) -> dict[str, int]:
    """Return the number of each treatment of the version in force, by its row."""
    found = RegisteredTreatment.objects.filter(version=document.effective_version_id).values_list("row", "pk")
    return {str(row): pk for row, pk in found}


def _row(
    row: Treatment,
    names: dict[str, str],
    report: TreatmentProgress | None,
    states: dict[str, str],
    numbers: dict[str, int],
) -> list[Any]:
    is_done = report.is_done if report else row.is_done
    action: Context = {"text": words(row.action)}
    if row.uuid in numbers:
        action["url"] = reverse("risk:treatment", args=[numbers[row.uuid]])
    due: Context = {"date": row.due_on}
    if row.due_on and not (is_done or row.is_rejected):
        due["due"] = row.due_on
    status = states.get(report.status, report.status) if report else row.status
    tone = "closed" if row.is_rejected else "success" if is_done else "danger" if row.is_overdue else "info"
    tag = {"label": pgettext("a recommendation", "Rejected") if row.is_rejected else status, "tone": tone}
    evidence = {"text": report.evidence, "sub": report.by_name} if report else row.evidence
    cells: list[Any] = [
        action,
        ", ".join(names[uuid] for uuid in row.risks if uuid in names),
        words(row.owner),
        due if row.due_on else "",
        {"tag": tag} if tag["label"] else "",
        evidence,
    ]
    return cells


def _newest(document: Document) -> dict[str, TreatmentProgress]:
    """Return the newest report on each treatment by its row."""
    return {str(one.row): one for one in TreatmentProgress.objects.filter(document=document).order_by("at", "pk")}


def reports(document: Document, row: str) -> list[Context]:
    """Return what was reported of one treatment, newest first, for the timeline."""
    states = {item.code: str(item.name) for item in document.framework.lists.get("treatment_states", ())}
    found = TreatmentProgress.objects.filter(document=document, row=row).order_by("-at", "-pk")
    return [
        {
            "what": states.get(one.status, one.status),
            "who": one.by_name,
            "at": one.at,
            "why": one.evidence,
            "url": one.link,
        }
        for one in found
    ]


def acceptances(standing: Standing, user: User) -> list[Context]:
    """Return every acceptance of the document, newest first, with what it still covers."""
    now = {risk.digest for risk in standing.above}
    return [_acceptance(one, now, user) for one in standing.acceptances]


def _acceptance(one: Acceptance, now: set[str], user: User) -> Context:
    covered = [risk for risk in one.named if risk.digest in now]  # type: ignore[attr-defined]
    revoked = one.revocation if is_revoked(one) else None
    holds = not (revoked or one.is_expired) and bool(covered)
    return {
        "given": one,
        "risks": ", ".join(str(risk) for risk in one.named),  # type: ignore[attr-defined]
        "tag": acceptance_tag(one, is_moot=not covered),
        "revoked": revoked,
        "holds": holds,
        "may_revoke": not revoked and rules.REVOKE_ACCEPTANCE.allows(user, one),
    }


def acceptance_tag(one: Acceptance, *, is_moot: bool = False) -> dict[str, str]:
    """Return the status of an acceptance as a tag."""
    if is_revoked(one):
        return {"label": _("Taken back"), "tone": "danger"}
    if one.is_expired:
        return {"label": pgettext("an acceptance", "Expired"), "tone": "danger"}
    if is_moot:
        return {"label": _("The risks changed since"), "tone": "closed"}
    return {"label": pgettext("an acceptance", "Holds"), "tone": "success"}
