"""Whom does a consultation ask, by name, and which area has nobody to answer? (App. A; §3)"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals import asking
from documents.models import Document
from organizations import directory
from organizations.models import Organization, User


@dataclass(frozen=True)
class Asked:
    """One area that is asked: who advises on it here today (nobody, perhaps), and where its package is."""

    area: Any
    mandatory: bool
    due_on: date | None
    people: tuple[User, ...]
    url: str = ""
    is_current: bool = False


def asked_here(organization: Organization, asked: Iterable[tuple[Any, bool, date | None]]) -> list[Asked]:
    """Return the areas of `asked`, (area, is mandatory, wanted by), with their people: one query."""
    here = {one.area.code: one.people for one in directory.contacts(organization, directory.people(organization))}
    return [Asked(area, mandatory, due_on, here.get(area.code, ())) for area, mandatory, due_on in asked]


def before_sending(document: Document) -> list[Asked]:
    """Return whom a consultation on `document`, as it is written now, would ask today: one query."""
    header = document.kind_info.header(document)
    framework = document.framework
    asked = [
        (framework.area(one.area), one.mandatory, asking.wanted_by(document, one.days))
        for one in framework.approval(document.kind).requirements
        if one.is_asked(header)
    ]
    return asked_here(document.organization, asked)
