"""What does a department want from social media, and which approved objectives may its accounts serve? (§4.1)"""

import json
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.models import Document, Version
from govsocial.core.richtext import plain

OBJECTIVES, CODE = "value_objectives", "code"
#: States in which a strategy is no longer the department's: another may be started.
ENDED = ("withdrawn", "refused", "revoked")


class StrategyQuerySet(models.QuerySet):
    """Departmental strategies."""

    def visible_to(self, user: Any) -> "StrategyQuerySet":
        return self.filter(document__in=Document.objects.visible_to(user).values("pk"))

    def in_force(self) -> "StrategyQuerySet":
        """Return strategies with an approved version that was not revoked."""
        return self.filter(document__in=Document.objects.in_force().values("pk"))


class Strategy(models.Model):
    """The departmental strategy: one living document an organization, revised and approved again every year.

    `codes` maps every code that an objective ever had to the row that had it: none is given to another objective.
    """

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="strategy")

    codes = models.JSONField(default=dict)

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("departmental strategy")
        verbose_name_plural = _("departmental strategies")

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        return reverse("strategy:strategy", args=[self.pk])

    @property
    def organization_id(self) -> int:
        return self.document.organization_id

    @property
    def version(self) -> Version | None:
        """Return the approved version in force, or None."""
        document = self.document
        return document.effective_version if document.state != "revoked" else None


def objectives(version: Version | None) -> list[tuple[str, dict[str, str]]]:
    """Return the objectives of an approved strategy as (code, {"en": …, "fr": …}), in the strategy's order."""
    if version is None:
        return []
    sections = json.loads(version.content)["sections"]
    rows = [row for section in sections for row in section["tables"].get(OBJECTIVES, [])]
    return [objective(row["uuid"], row["cells"]) for row in rows]


def objective(uuid: str, cells: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Return one objective, from the identity and the cells of its row, as (code, {"en": …, "fr": …})."""
    return str(cells.get(CODE) or uuid), _text(cells.get("objective"))


def _text(cell: Any) -> dict[str, str]:
    texts = cell if isinstance(cell, dict) else {}
    return {lang: plain(texts.get(lang, "")) for lang in ("en", "fr")}
