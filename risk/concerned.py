"""What does a change of a platform or an assessment concern? Higher rooms (plans, accounts) say so here, as a rule.

The rule is a query: whoever works out a change writes what it finds, all at once, and nobody is left out or asked for
nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from risk.models import Assessment, PlatformChange

Words = str | Promise


@dataclass(frozen=True)
class Shown:
    """What a thing is called, and where it stands."""

    name: str
    url: str


@dataclass(frozen=True)
class Concern:
    """One kind of thing that changes concern.

    `rows(change)` are the things; `columns` say by expression over them what `Affected` keeps: `organization`, `owner`
    and `document`, the approved one whose owner answers (NULL where there is none). For a thing without such a document
    `amended` and `ended` are conditions on `Affected`: what changed settled it, or it is nobody's any more.
    `shown(ids, user)` names those of the things that `user` may see.
    """

    code: str
    label: Words
    one: Words
    rows: Callable[[PlatformChange], QuerySet]
    columns: Mapping[str, Any]
    shown: Callable[[Iterable[int], Any], dict[int, Shown]]
    amended: Callable[[], Exists] | None = None
    ended: Callable[[], Exists] | None = None


_kinds: dict[str, Concern] = {}


def register(kind: Concern) -> Concern:
    """Make a kind known; a second registration of its code keeps the first."""
    return _kinds.setdefault(kind.code, kind)


def kinds() -> list[Concern]:
    """Return every registered kind."""
    return list(_kinds.values())


def get(code: str) -> Concern:
    """Return the kind `code`; KeyError when nobody registered it."""
    return _kinds[code]


def in_force(path: str) -> Any:
    """Return the id of the document at `path` where it is in force, else NULL: an expression for `columns`."""
    return Subquery(Document.objects.in_force().filter(pk=OuterRef(path)).values("pk")[:1])


def _assessments(change: PlatformChange) -> QuerySet:
    """Return the assessments on the platform that hold today; what became of one assessment concerns no other."""
    found = Assessment.objects.current().filter(effective__isnull=False, platform=change.platform)
    return found.none() if change.assessment_id else found


def _shown(ids: Iterable[int], user: Any) -> dict[int, Shown]:
    found = Assessment.objects.visible_to(user).filter(pk__in=list(ids))
    return {one.pk: Shown(one.title, one.get_absolute_url()) for one in found}


def _amended() -> Exists:
    found = Assessment.objects.filter(pk=OuterRef("object_id"), effective__named_at__gt=OuterRef("change__at"))
    return Exists(found)


def _ended() -> Exists:
    """An assessment that is not signed any more, or has ended, supports nobody."""
    today = timezone.localdate()
    gone = Q(effective=None) | Q(valid_until__lt=today)
    return Exists(Assessment.objects.filter(gone, pk=OuterRef("object_id")))


ASSESSMENTS = register(
    Concern(
        code="assessments",
        label=_("Assessments"),
        one=_("Assessment"),
        rows=_assessments,
        columns={"organization": F("organization"), "owner": F("record__owner"), "document": in_force("record")},
        shown=_shown,
        amended=_amended,
        ended=_ended,
    )
)
