"""What does an organization add to the pack's outlines: its own questions and guidance, drafted, then published?

`OwnQuestion` rows are what is being prepared. Publishing freezes them into the next `Overlay`; documents started from
then on are written on it, and the others stay on theirs until somebody moves them (`documents.moving`).
"""

import secrets
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import rules
from documents.models import Overlay, OwnQuestion
from documents.outlines import GUIDANCE, PROSE
from frameworks import Outline
from frameworks.outlines import OWN
from govsocial.core import access, ledger
from govsocial.core.text import typeset
from organizations.models import Organization, User

Definition = list[dict[str, Any]]
Said = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that publishing changes: the question as it is published and as it would be, each None if absent."""

    what: Literal["added", "changed", "moved", "left_out"]
    was: Said | None
    now: Said | None

    @property
    def shown(self) -> Said:
        shown = self.now or self.was
        assert shown is not None  # noqa: S101 -- one of the two is there
        return shown


def newest(organization: Organization, kind: str) -> Overlay | None:
    """Return what the organization published last for documents of `kind`, or None."""
    return Overlay.objects.filter(organization=organization, kind=kind).order_by("-number").first()


def prepared(organization: Organization, kind: str) -> list[OwnQuestion]:
    """Return what is being prepared, section by section in the order in which it is asked."""
    return list(OwnQuestion.objects.filter(organization=organization, kind=kind).order_by("section", "position", "pk"))


def definition(questions: list[OwnQuestion]) -> Definition:
    """Return questions as an overlay freezes them."""
    return [_frozen(one) for one in questions]


def _frozen(one: OwnQuestion) -> Said:
    is_prose, is_guidance = one.type in PROSE, one.type == GUIDANCE
    return {
        "key": one.key,
        "section": one.section,
        "type": str(one.type),
        "label": {"en": one.label_en, "fr": one.label_fr},
        "help": {"en": one.help_en, "fr": one.help_fr} if one.help_en else None,
        "wants_both": one.wants_both and is_prose,
        "is_required": one.is_required and not is_guidance,
    }


def changes(published: Overlay | None, questions: list[OwnQuestion]) -> list[Change]:
    """Return what publishing `questions` now would change for documents started afterwards, in order."""
    before = {one["key"]: one for one in published.definition} if published else {}
    after = {one["key"]: one for one in definition(questions)}
    found = [Change("left_out", one, None) for key, one in before.items() if key not in after]
    found += [Change("added", None, one) for key, one in after.items() if key not in before]
    found += [Change("changed", before[key], one) for key, one in after.items() if before.get(key, one) != one]
    if not found:
        pairs = zip(before, after, strict=True)
        found = [Change("moved", before[key], after[key]) for was, key in pairs if was != key]
    return found


@transaction.atomic
def add(organization: Organization, outline: Outline, said: Said, *, by: User) -> OwnQuestion:
    """Add a question (or guidance) at the end of its section, with a key that was never used, and return it."""
    _hold(organization, by)
    outline.section(said["section"])
    key = f"{OWN}{organization.code.lower().replace('-', '_')}_{secrets.token_hex(4)}"
    there = OwnQuestion.objects.filter(organization=organization, kind=outline.kind, section=said["section"])
    last = there.aggregate(last=Max("position"))["last"] or 0
    return OwnQuestion.objects.create(
        organization=organization, kind=outline.kind, key=key, position=last + 1, updated_by=by, **_told(said)
    )


@transaction.atomic
def change(question: OwnQuestion, said: Said, *, by: User) -> OwnQuestion:
    """Change the wording, the place or the requirement of a question; documents see it once it is published.

    Raises ValidationError when a published question would become one of another kind: its answers would not fit.
    """
    _hold(question.organization, by)
    question = OwnQuestion.objects.get(pk=question.pk)
    if said["type"] != question.type and is_published(question):
        raise ValidationError(
            _("Documents answer this question already, so its kind cannot change. Leave it out and ask a new one."),
            code="published",
        )
    for name, value in {**_told(said), "updated_by": by, "updated_at": timezone.now()}.items():
        setattr(question, name, value)
    question.save()
    return question


def _told(said: Said) -> Said:
    """Return what people typed, French with its apostrophes and no-break spaces."""
    return {name: french(value) if name.endswith("_fr") else value for name, value in said.items()}


def french(typed: str) -> str:
    """Return French as this product prints it."""
    return typeset(typed.replace("'", "’"))


def is_published(question: OwnQuestion) -> bool:
    """Say whether some published overlay asks this question."""
    published = Overlay.objects.filter(organization=question.organization_id, kind=question.kind)
    return any(one["key"] == question.key for overlay in published for one in overlay.definition)


@transaction.atomic
def move(question: OwnQuestion, *, up: bool, by: User) -> None:
    """Move a question one place up or down among those of its section."""
    _hold(question.organization, by)
    rows = prepared(question.organization, question.kind)
    rows = [one for one in rows if one.section == question.section]
    here = next(place for place, one in enumerate(rows) if one.pk == question.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, one in enumerate(rows, start=1):
        one.position = position
    OwnQuestion.objects.bulk_update(rows, ["position"])


@transaction.atomic
def take_out(question: OwnQuestion, *, by: User) -> None:
    """Ask it no more: a question never published is gone; a published one is left out from the next overlay on."""
    _hold(question.organization, by)
    question.delete()


@transaction.atomic
def keep(organization: Organization, kind: str, key: str, *, by: User) -> None:
    """Ask on what was published and then taken out, as it was published. Nothing happens if it is still there."""
    _hold(organization, by)
    published = newest(organization, kind)
    one = next((one for one in published.definition if one["key"] == key), None) if published else None
    if one is None or OwnQuestion.objects.filter(organization=organization, kind=kind, key=key).exists():
        return
    words = {f"{name}_{lang}": (one[name] or {}).get(lang, "") for name in ("label", "help") for lang in ("en", "fr")}
    there = OwnQuestion.objects.filter(organization=organization, kind=kind, section=one["section"])
    plain = {name: one[name] for name in ("key", "section", "type", "wants_both", "is_required")}
    last = there.aggregate(last=Max("position"))["last"] or 0
    OwnQuestion.objects.create(organization=organization, kind=kind, position=last + 1, updated_by=by, **plain, **words)


@transaction.atomic
def publish(organization: Organization, kind: str, *, seen: int, by: User) -> Overlay:
    """Freeze what is prepared into the next overlay, for documents started from now on, and return it.

    Raises ValidationError when nothing would change, or when somebody published since the page was opened: `seen` is
    the number of the overlay that it had shown (0 for none).
    """
    _hold(organization, by)
    published, questions = newest(organization, kind), prepared(organization, kind)
    number = published.number if published else 0
    if number != seen:
        raise ValidationError(
            _("Somebody published since you opened the page. Look at the changes again."), code="stale"
        )
    if not changes(published, questions):
        raise ValidationError(_("There is nothing new to publish."), code="unchanged")
    overlay = Overlay.objects.create(
        organization=organization,
        kind=kind,
        number=number + 1,
        definition=definition(questions),
        published_by=by,
    )
    ledger.record(
        "outline.published",
        subject=organization,
        by=by,
        details={"kind": kind, "number": overlay.number, "questions": [one["key"] for one in overlay.definition]},
    )
    return overlay


def _hold(organization: Organization, by: User) -> None:
    """Lock the organization's additions, so that two people never publish or order at once; refuse who may not."""
    access.require(by, rules.OWN_QUESTIONS, organization)
    Organization.objects.select_for_update().get(pk=organization.pk)


def standing(organization: Organization) -> list[dict[str, Any]]:
    """Return, for each kind of document that the framework has an outline of, what was published and is prepared."""
    published: dict[str, Overlay] = {}
    for overlay in Overlay.objects.filter(organization=organization).order_by("number"):
        published[overlay.kind] = overlay
    questions: dict[str, list[OwnQuestion]] = {}
    for one in OwnQuestion.objects.filter(organization=organization).order_by("section", "position", "pk"):
        questions.setdefault(one.kind, []).append(one)
    return [
        {
            "kind": kind,
            "title": organization.framework.outline(kind).title,
            "published": published.get(kind),
            "changes": len(changes(published.get(kind), questions.get(kind, []))),
        }
        for kind in kinds_of(organization)
    ]


def kinds_of(organization: Organization) -> list[str]:
    """Return the kinds of document that the organization's framework has a published outline of."""
    return list(dict.fromkeys(one.kind for one in organization.framework.outlines if one.is_published))


def published(organization: Organization, kind: str) -> Any:
    """Return every published overlay, the newest first, with how many documents are written on it."""
    found = Overlay.objects.filter(organization=organization, kind=kind).select_related("published_by")
    return found.annotate(used=Count("documents")).order_by("-number")


def kept_by(user: User) -> list[Organization]:
    """Return the organizations whose own questions `user` may write: no query for who may nowhere."""
    mine = {hat.organization_id for hat in user.hats if hat.role in rules.OWN_QUESTIONS_ROLES}
    return list(Organization.objects.filter(pk__in=mine).order_by("name_en")) if mine else []
