"""Who is there: organizations, people, the roles that they hold from–to, and who acts for whom."""

import hashlib
import secrets
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

import frameworks
from govsocial.core.text import fold
from organizations.hats import Hat
from organizations.standing import RecordedStanding


class Role(models.TextChoices):
    """What a membership lets somebody do in an organization."""

    AUTHOR = "author", _("Author")
    COORDINATOR = "coordinator", _("Departmental coordinator")
    HEAD = "head", _("Head of communications")
    ADVISOR = "advisor", _("Advisor")
    REVIEWER = "reviewer", _("Central entity reviewer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


def roles_in_words(codes: str) -> str:
    """Return recorded role codes ("author,head") as words in the reader's language."""
    labels = dict(Role.choices)
    return ", ".join(str(labels.get(code, code)) for code in codes.split(",") if code)


def in_language(obj: Any, name: str) -> str:
    """Return `name_en` or `name_fr` of `obj` in the reader's language."""
    return getattr(obj, f"{name}_{'fr' if (get_language() or 'en').startswith('fr') else 'en'}")


class OrganizationQuerySet(models.QuerySet):
    """Departments, agencies and ministries."""

    def visible_to(self, user: Any) -> "OrganizationQuerySet":
        """Return the organizations that `user` belongs to; all of them for the entity's people."""
        if user.is_of_entity:
            return self
        return self.filter(pk__in=user.organization_ids)

    def matching(self, words: str) -> "OrganizationQuerySet":
        """Return those whose names hold `words`, in either language, without regard to accents and capitals."""
        return self.filter(search__contains=fold(words)) if words.strip() else self


class Organization(models.Model):
    """A department, agency or ministry; one of them is the central entity (§4)."""

    code = models.SlugField(_("short code"), max_length=40, unique=True)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    abbreviation_en = models.CharField(_("abbreviation in English"), max_length=30, blank=True)
    abbreviation_fr = models.CharField(_("abbreviation in French"), max_length=30, blank=True)
    mandate_en = models.TextField(_("mandate in English"), blank=True)
    mandate_fr = models.TextField(_("mandate in French"), blank=True)
    is_central_entity = models.BooleanField(_("is the central entity"), default=False)
    is_bound = models.BooleanField(_("is bound by the Standard"), default=True)
    framework_code = models.CharField(_("policy framework"), max_length=40, default="gc-2013")
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="America/Toronto")
    search = models.CharField(max_length=500, editable=False, db_index=True)

    history = HistoricalRecords()
    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.UniqueConstraint(
                fields=["is_central_entity"],
                condition=Q(is_central_entity=True),
                name="one_central_entity",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organizations:organization", args=[self.code])

    @property
    def name(self) -> str:
        return in_language(self, "name")

    @property
    def names(self) -> dict[str, str]:
        """Return the name in both languages."""
        return {"en": self.name_en, "fr": self.name_fr}

    @property
    def abbreviation(self) -> str:
        return in_language(self, "abbreviation")

    @property
    def framework(self) -> frameworks.Framework:
        return frameworks.get(self.framework_code)

    def search_text(self) -> str:
        """Return the folded names, English and French: what a search looks in."""
        names = (self.name_en, self.name_fr, self.abbreviation_en, self.abbreviation_fr, self.code)
        return fold(" ".join(names))[:500]


class PeopleManager(BaseUserManager["User"]):
    """Makes people; sign-in is by e-mail."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, *, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who signs in with `email`; without a password nobody can."""
        person = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        person.set_password(password)
        person.save()
        return person


class User(RecordedStanding, AbstractBaseUser, PermissionsMixin):
    """A person. What they may do is in their memberships, never here."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("en", "English"), ("fr", "Français")], default="en"
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("operator"), default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PeopleManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @cached_property
    def hats(self) -> tuple[Hat, ...]:
        """Return every role that this person may exercise today, own and delegated.

        Two queries a request, and a third for who holds a delegation: whether it counts is much the dearest question.
        """
        today = timezone.localdate()
        own = Membership.objects.current(today).filter(user=self).select_related("organization")
        hats = [Hat(m.organization_id, m.role, m.area, is_of_entity=m.organization.is_central_entity) for m in own]
        if Delegation.objects.filter(delegate=self, valid_to__gte=today, revoked_at__isnull=True).exists():
            held = Delegation.objects.current(today).filter(delegate=self).select_related("principal", "organization")
            hats += [Hat.delegated(d, role=Role.HEAD) for d in held]
        return tuple(hats)

    def forget_standing(self) -> None:
        """Read again, when next asked, what this person may do; a person who was deactivated meanwhile may nothing.

        For verbs that decide, under their lock (`core.access.require_now`).
        """
        for name in ("hats", "organization_ids", "is_of_entity"):
            self.__dict__.pop(name, None)
        self.is_active = User.objects.filter(pk=self.pk, is_active=True).exists()

    @cached_property
    def organization_ids(self) -> frozenset[int]:
        return frozenset(hat.organization_id for hat in self.hats)

    @cached_property
    def is_of_entity(self) -> bool:
        """Say whether this person reviews, audits or administers for the central entity: sees across government."""
        return any(self.has_entity_role(role) for role in (Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR))

    def has_entity_role(self, role: str) -> bool:
        """Say whether this person may exercise `role` today in the central entity itself."""
        return any(hat.is_of_entity and hat.role == role for hat in self.hats)

    def has_role(self, role: str, organization_id: int | None = None, area: str = "") -> bool:
        """Say whether this person may exercise `role` today, in that organization and area where given."""
        return any(
            hat.role == role
            and (organization_id is None or hat.organization_id == organization_id)
            and (not area or hat.area == area)
            for hat in self.hats
        )

    @property
    def role_codes(self) -> str:
        """Return the codes of the roles held today, for the record of what somebody was when they acted."""
        return ",".join(sorted({str(hat.role) for hat in self.hats}))

    @property
    def role_label(self) -> str:
        """Return the roles held today as one line, for the record of what somebody was when they acted."""
        return ", ".join(sorted({str(Role(hat.role).label) for hat in self.hats}))


class BelongingQuerySet(models.QuerySet):
    """Rows that belong to an organization, and are seen by whoever sees it."""

    def visible_to(self, user: Any) -> "BelongingQuerySet":
        return self.filter(organization__in=Organization.objects.visible_to(user).values("pk"))


class PeriodQuerySet(BelongingQuerySet):
    """Rows that count from a day to a day (both included; no last day means until further notice)."""

    def current(self, on: date | None = None) -> "PeriodQuerySet":
        day = on or timezone.localdate()
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day, user__is_active=True)


class Membership(models.Model):
    """A role that a person holds in an organization from–to. Advisors hold it for one policy area."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    area = models.CharField(_("policy area"), max_length=40, blank=True)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    history = HistoricalRecords()
    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=(Q(role=Role.ADVISOR) & ~Q(area="")) | (~Q(role=Role.ADVISOR) & Q(area="")),
                name="advisors_have_an_area",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["organization", "role"], name="membership_by_role")]

    def __str__(self) -> str:
        return f"{self.user} – {self.label}, {self.organization}"

    @property
    def label(self) -> str:
        """Return the role for people, with the policy area of an advisor."""
        if not self.area:
            return str(self.get_role_display())
        area = self.organization.framework.area(self.area)
        return f"{self.get_role_display()} – {area.name}"


class DelegationQuerySet(BelongingQuerySet):
    """Acting authority (Standard 6.1: head of communications or designate)."""

    def current(self, on: date | None = None) -> "DelegationQuerySet":
        """Return what counts on that day: not revoked, and its principal still active and still head."""
        day = on or timezone.localdate()
        heads = Membership.objects.current(day).filter(
            user=models.OuterRef("principal"), organization=models.OuterRef("organization"), role=Role.HEAD
        )
        standing = self.filter(valid_from__lte=day, valid_to__gte=day, revoked_at__isnull=True)
        return standing.filter(models.Exists(heads), delegate__is_active=True)


class Delegation(models.Model):
    """A head of communications designates a person to act, with an instrument, a scope and dates (§4, footnote 1).

    `kinds` are the kinds of document it covers; none means all of them. A designate decides beside the head; who is
    acting takes the head's place while the head is away.
    """

    class Capacity(models.TextChoices):
        DESIGNATE = "designate", _("Designate")
        ACTING = "acting", _("Acting head")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="delegations")
    principal = models.ForeignKey(User, models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(User, models.PROTECT, related_name="delegations_held", verbose_name=_("designate"))
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity, default=Capacity.DESIGNATE)
    kinds = models.JSONField(_("for which documents"), default=list, blank=True)
    instrument = models.CharField(_("instrument (letter, e-mail) and its date"), max_length=300)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"))
    revoked_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()
    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(principal=F("delegate")), name="delegation_is_to_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} ← {self.principal}"

    @property
    def is_acting(self) -> bool:
        return self.capacity == self.Capacity.ACTING

    @property
    def is_current(self) -> bool:
        return self.revoked_at is None and self.valid_from <= timezone.localdate() <= self.valid_to


def _in_two_weeks() -> datetime:
    return timezone.now() + timedelta(days=14)


class Invitation(models.Model):
    """A letter to somebody who is not here yet, for one role; its link works once, for fourteen days."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language of the invitation"), max_length=2, choices=[("en", "English"), ("fr", "Français")], default="en"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    area = models.CharField(_("policy area"), max_length=40, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(default=_in_two_weeks)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = BelongingQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("a letter", "invitation")
        verbose_name_plural = pgettext_lazy("letters", "invitations")

    def __str__(self) -> str:
        return f"{self.email} → {self.organization}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()

    @staticmethod
    def new_token() -> tuple[str, str]:
        """Return a fresh token for the letter and the digest that alone is stored."""
        token = secrets.token_urlsafe(32)
        return token, Invitation.digest(token)

    @staticmethod
    def digest(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
