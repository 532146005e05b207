"""Which official accounts exist, what was asked of the central entity, what was recorded when it did it? (§4.3–4.5)"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from documents.models import Document, Version
from govsocial.core.text import fold
from govsocial.core.transitions import Machine, Stateful, machine
from organizations.models import Organization, in_language
from plans.models import Plan, PlannedAccount
from risk.models import Platform


class OfficialAccountQuerySet(models.QuerySet):
    """Official accounts."""

    def visible_to(self, user: Any) -> "OfficialAccountQuerySet":
        """Return the accounts of the user's organizations; all of them for the entity's people."""
        return self if user.is_of_entity else self.filter(organization__in=user.organization_ids)

    def listed(self) -> "OfficialAccountQuerySet":
        """Return what the public index shows: in use or closed, on pre-reviewed platforms only (§4.2(f))."""
        return self.filter(
            state__in=["active", "closing", "closed"], platform__review_status=Platform.Review.PRE_REVIEWED
        )

    def off_index(self) -> "OfficialAccountQuerySet":
        """Return what would be in the index, had the pre-review of its platform not been withdrawn."""
        return self.filter(state__in=["active", "closing", "closed"], platform__review_status=Platform.Review.WITHDRAWN)

    def living(self) -> "OfficialAccountQuerySet":
        return self.exclude(state="closed")

    def without_plan_in_force(self) -> "OfficialAccountQuerySet":
        """Return living accounts whose plan was revoked, or has not been approved again since."""
        in_force = Document.objects.in_force().values("pk")
        return self.living().filter(plan__isnull=False).exclude(plan__document__in=in_force)

    def without_plan(self) -> "OfficialAccountQuerySet":
        """Return living accounts that still owe an implementation plan (§4.2: plan them retroactively)."""
        return self.living().filter(plan__isnull=True)


class OfficialAccount(Stateful):
    """An official account on a third-party platform, used for a department's official purposes (§2).

    `handle_key` is the username as it is compared; no two accounts that are not closed share one on a platform.
    `group` is the group of its plan that it belongs to, where the plan is for several pairs; `equivalent` is the
    account in the other official language; `submission` asked for its creation (none for an account that existed before
    it was registered here).
    """

    state = models.CharField(max_length=30, default="creating", db_index=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="official_accounts")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="official_accounts")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="official_accounts")
    submission = models.ForeignKey("Submission", models.PROTECT, null=True, blank=True, related_name="accounts")
    group = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(_("language"), max_length=10, choices=PlannedAccount.Language)
    name = models.CharField(_("name"), max_length=150)
    handle = models.CharField(_("username"), max_length=150)
    handle_key = models.CharField(max_length=150, editable=False)
    url = models.URLField(_("address"), max_length=300)
    equivalent = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("equivalent account")
    )
    management_tool_url = models.URLField(_("link to the management tool"), blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_note_en = models.TextField(_("public note on the closing, in English"), blank=True)
    closing_note_fr = models.TextField(_("public note on the closing, in French"), blank=True)
    search = models.CharField(max_length=600, editable=False, default="")
    sort_name = models.CharField(max_length=200, editable=False, default="", db_index=True)

    history = HistoricalRecords()
    objects = OfficialAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("official account")
        verbose_name_plural = _("official accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "handle_key"], condition=~Q(state="closed"), name="one_living_account_a_username"
            )
        ]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="accounts_in_order"),
            models.Index(fields=["handle_key"], name="accounts_by_username"),
            models.Index(fields=["organization", "state"], name="accounts_by_organization"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:account", args=[self.pk])

    @property
    def machine(self) -> Machine:  # type: ignore[override]
        return machine("account")

    @property
    def closing_note(self) -> str:
        return in_language(self, "closing_note")

    @property
    def is_listed(self) -> bool:
        return self.platform.is_pre_reviewed and self.state in {"active", "closing", "closed"}

    def set_derived(self) -> None:
        """Fill the columns that are compared and searched; whoever changes name, handle or platform calls it."""
        self.handle_key = self.platform.handle_key(self.handle)
        self.sort_name = fold(self.name.lstrip("@"))[:200]
        names = (self.name, self.handle, self.platform.name, self.organization.search_text())
        self.search = fold(" ".join(names))[:600]


class Submission(models.Model):
    """What a coordinator asks the central entity to do: create and configure accounts, or close them (§4.3).

    It carries the approved version that it rests on, of the plan or of the request to close; the entity reads
    versions, never drafts. An account that never had a plan can still be closed.
    """

    class Type(models.TextChoices):
        CREATE = "create", _("To create and configure")
        CLOSE = "close", _("To close")

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="submission")
    type = models.CharField(max_length=10, choices=Type)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="submissions")
    disposition = models.ForeignKey("Disposition", models.PROTECT, null=True, blank=True, related_name="submissions")
    approved_version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewer")
    )

    class SubmissionQuerySet(models.QuerySet):
        """Submissions to the central entity."""

        def visible_to(self, user: Any) -> "Submission.SubmissionQuerySet":
            return self.filter(document__in=Document.objects.visible_to(user).values("pk"))

        def living(self) -> "Submission.SubmissionQuerySet":
            """Return those that are under way."""
            return self.exclude(document__state__in=["declined", "withdrawn", "completed"])

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.CheckConstraint(
                condition=Q(type="create", plan__isnull=False) | Q(type="close", disposition__isnull=False),
                name="a_submission_says_what_it_asks",
            )
        ]

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        return reverse("accounts:submission", args=[self.pk])

    @property
    def organization_id(self) -> int:
        return self.document.organization_id

    @property
    def is_to_create(self) -> bool:
        return self.type == self.Type.CREATE

    @property
    def version(self) -> Version | None:
        """Return what was last sent to the entity, or None before the first sending."""
        return self.document.versions.order_by("-number").first()

    def accounts_concerned(self) -> OfficialAccountQuerySet:
        """Return the accounts that were created from this submission, or that it asks to close."""
        return self.accounts.all() if self.is_to_create else self.disposition.accounts.all()


class Exchange(models.Model):
    """One line of the talk between the entity and the department about a submission: a question or an answer."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="exchanges")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_from_entity = models.BooleanField()
    body = models.TextField(_("message"), max_length=4000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("message about a submission")
        verbose_name_plural = _("messages about submissions")

    def __str__(self) -> str:
        return f"{self.submission_id} {self.at:%Y-%m-%d}"


def names(accounts: Iterable[OfficialAccount], lang: str) -> str:
    """Return the names of accounts in one line, the account of the reader's own language first."""
    return ", ".join(account.name for account in sorted(accounts, key=lambda account: account.language != lang))


class Disposition(models.Model):
    """A request to close accounts: reason, notice to followers, records (§4.2(j), §4.3; App. A)."""

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="disposition")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="dispositions")
    accounts = models.ManyToManyField(OfficialAccount, related_name="dispositions", verbose_name=_("accounts to close"))

    class DispositionQuerySet(models.QuerySet):
        """Requests to close accounts."""

        def visible_to(self, user: Any) -> "Disposition.DispositionQuerySet":
            return self.filter(document__in=Document.objects.visible_to(user).values("pk"))

    objects = DispositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to close")
        verbose_name_plural = _("requests to close")

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        return reverse("accounts:disposition", args=[self.pk])

    @property
    def organization_id(self) -> int:
        return self.document.organization_id


class ChecklistItem(models.Model):
    """One line of a checklist of the pack as the entity ticked it for one account (§4.3, §4.5)."""

    account = models.ForeignKey(OfficialAccount, models.CASCADE, related_name="checklist_items")
    checklist = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    is_done = models.BooleanField(default=False)
    evidence = models.CharField(_("evidence"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("checklist line")
        verbose_name_plural = _("checklist lines")
        constraints = [models.UniqueConstraint(fields=["account", "checklist", "key"], name="one_checklist_line")]

    def __str__(self) -> str:
        return f"{self.checklist} {self.key}"


class TermsAcceptance(models.Model):
    """Terms that the entity accepted on a department's behalf: which, which version, when, who (§4.3)."""

    account = models.ForeignKey(OfficialAccount, models.CASCADE, related_name="terms_accepted")
    title = models.CharField(_("terms or conditions"), max_length=200)
    terms_version = models.CharField(_("version or date of the terms"), max_length=100)
    accepted_on = models.DateField(_("accepted on"), default=timezone.localdate)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("acceptance of terms")
        verbose_name_plural = _("acceptances of terms")

    def __str__(self) -> str:
        return self.title


class ProviderInformation(models.Model):
    """User information that the entity gave to the platform provider when it made the account (§4.3)."""

    account = models.ForeignKey(OfficialAccount, models.CASCADE, related_name="provider_information")
    what = models.CharField(_("information"), max_length=200)
    given = models.CharField(_("what was given"), max_length=300)
    given_on = models.DateField(_("given on"), default=timezone.localdate)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("information given to the provider")
        verbose_name_plural = _("information given to providers")

    def __str__(self) -> str:
        return self.what


class AccessGrant(models.Model):
    """A person who may use an account through the management tool because the submission authorized them (§2, §4.4)."""

    account = models.ForeignKey(OfficialAccount, models.CASCADE, related_name="access_grants")
    person = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("government e-mail"))
    role = models.CharField(_("role on the platform"), max_length=40)
    authorized_by = models.CharField(_("authorized by"), max_length=300)
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="access_grants")
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")

    def __str__(self) -> str:
        return f"{self.person} – {self.account}"
