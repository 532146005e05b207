"""Which pages show the risks of all departments together, to the central entity's reviewers and to auditors?"""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from govsocial.core.declare import panels_for
from govsocial.core.views import Listing, Page
from organizations.models import Organization
from risk import across, rules, scale
from risk.models import RegisteredRisk, RegisteredTreatment

Context = dict[str, Any]


class Across(Page):
    """Groups, typical threats, ages of assessments, what is overdue or no longer accepted, by department."""

    rule, template_name = rules.SEE_ACROSS, "risk/across.html"

    def context(self) -> Context:
        user = self.request.user
        groups = across.by_group(user)
        return {
            "breadcrumbs": [{"label": _("Risks across government")}],
            "tiles": _tiles(groups),
            "groups": _counted(groups, _("Group"), "group"),
            "threats": _counted(across.by_threat(user), _("Typical threat"), "threat"),
            "ages": _ages(across.assessments_by_age(user)),
            "unaccepted": _departments(across.unaccepted_by_department(user), _("Risks"), ""),
            "overdue": _departments(across.overdue_by_department(user), _("Treatments"), "risk:across_treatments"),
            "expired": _expired(across.expired(user)),
            "panels": panels_for("risk:across", None, user),
        }


def _tiles(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    total, above, highest = (sum(row[name] for row in groups) for name in ("total", "above", "highest"))
    return [
        {"value": total, "label": _("Risks in force"), "url": reverse("risk:across_risks")},
        {"value": above, "label": _("Remain above the tolerance"), "tone": "warning" if above else ""},
        {"value": highest, "label": _("Remain at the highest level"), "tone": "danger" if highest else ""},
    ]


def _counted(rows: list[dict[str, Any]], label: str, name: str) -> Context:
    columns = [label, *({"label": said, "numeric": True} for said in (_("Risks"), _("Above tolerance"), _("Highest")))]
    url = reverse("risk:across_risks")
    cells = [
        [
            {"text": row["name"], "url": f"{url}?{name}={row[name]}"},
            str(row["total"]),
            str(row["above"]),
            str(row["highest"]),
        ]
        for row in rows
    ]
    return {"columns": columns, "rows": cells}


def _ages(rows: list[dict[str, Any]]) -> Context:
    spans = across.age_columns()
    columns = [_("Kind"), *({"label": label, "numeric": True} for _name, label in spans)]
    return {"columns": columns, "rows": [[row["name"], *(str(row[name]) for name, _label in spans)] for row in rows]}


def _departments(rows: list[dict[str, Any]], label: str, url_name: str) -> Context:
    cells = []
    for row in rows:
        name = row[f"organization__name_{_language()}"]
        url = f"{reverse(url_name)}?department={row['organization__code']}" if url_name else ""
        cells.append([{"text": name, **({"url": url} if url else {})}, str(row["total"])])
    return {"columns": [_("Department"), {"label": label, "numeric": True}], "rows": cells}


def _language() -> str:
    return "fr" if (get_language() or "en").startswith("fr") else "en"


def _expired(found: QuerySet) -> Context:
    columns = [_("Document"), _("Department"), _("Accepted by"), _("Expired")]
    rows = [
        [
            {"text": one.document.title, "url": one.get_absolute_url()},
            one.document.organization.name,
            {"text": one.name, "sub": one.title},
            {"date": one.expires_on, "due": one.expires_on},
        ]
        for one in found.order_by("expires_on", "pk")[: across.LISTED]
    ]
    return {"columns": columns, "rows": rows}


class AcrossRisks(Listing):
    """Every risk of a version in force, the highest residual level first."""

    model, rule, template_name = RegisteredRisk, rules.SEE_ACROSS, "risk/across_list.html"
    order = ("-residual_shade", "-pk")

    def rows(self) -> QuerySet:
        asked = {name: self.request.GET.get(name, "") for name in ("group", "threat")}
        return across.highest(self.request.user, **asked)

    def show(self, *, status: int = 200, **extra: Any) -> Any:
        columns = [_("Risk"), _("Department"), _("Group"), _("After treatment"), _("Owner")]
        groups = across.Name("risk_groups")
        rows = [
            [
                {"text": one.statement, "url": _register(one.document_id), "sub": one.document.title},
                one.organization.name,
                groups.of(one.group),
                scale.tag(one.document.framework.on(one.scale).scale.level_of(one.residual)),
                one.owner,
            ]
            for one in extra["rows"]
        ]
        return super().show(status=status, table={"columns": columns, "rows": rows}, **extra)

    def context(self) -> Context:
        return {
            "heading": _("Highest residual risks"),
            "filtered": self.filtered(),
            "all_url": self.request.path,
            "breadcrumbs": _crumbs(_("Highest residual risks")),
        }

    def filtered(self) -> str:
        """Return in words what the list is narrowed to."""
        group, threat = (self.request.GET.get(name, "") for name in ("group", "threat"))
        names = [across.Name("risk_groups").of(group)] if group else []
        names += [across.Name("account_threats").of(threat)] if threat else []
        return ", ".join(names)


class AcrossTreatments(Listing):
    """Every overdue treatment, the longest overdue first; of one department where asked."""

    model, rule, template_name = RegisteredTreatment, rules.SEE_ACROSS, "risk/across_list.html"
    order = ("due_on", "pk")

    @property
    def department(self) -> Organization | None:
        return Organization.objects.filter(code=self.request.GET.get("department", "")).first()

    def rows(self) -> QuerySet:
        return across.overdue(self.request.user, self.department)

    def show(self, *, status: int = 200, **extra: Any) -> Any:
        columns = [_("What is to be done"), _("Department"), _("Responsible"), _("Due")]
        rows = [
            [
                {"text": one.action, "url": _register(one.document_id), "sub": one.document.title},
                one.organization.name,
                one.owner,
                {"date": one.due_on, "due": one.due_on},
            ]
            for one in extra["rows"]
        ]
        return super().show(status=status, table={"columns": columns, "rows": rows}, **extra)

    def context(self) -> Context:
        department = self.department
        return {
            "heading": _("Overdue treatments"),
            "filtered": department.name if department else "",
            "all_url": self.request.path,
            "breadcrumbs": _crumbs(_("Overdue treatments")),
        }


def _register(document_id: int) -> str:
    return reverse("risk:register", args=[document_id])


def _crumbs(label: str) -> list[dict[str, str]]:
    return [{"label": _("Risks across government"), "url": reverse("risk:across")}, {"label": label}]
