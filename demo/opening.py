"""How did the demo's accounts come into use, and how were some closed? Submissions, configuration, disposition."""

from datetime import timedelta
from typing import Any

from django.utils import timezone, translation

from accounts import checklists, specifications, spokespersons
from accounts.actions import acknowledging, configuration, dispositions, registering, specifying, submissions
from accounts.actions.configuration import Tick
from accounts.models import OfficialAccount, SpecificationSignOff, Submission
from demo import content
from demo.agenda import Agenda
from demo.cast import Cast
from demo.content import Entry
from demo.lives import Lives, mark_done, plan_of
from documents import actions as documents
from documents.models import Document
from govsocial.core.text import fold
from govsocial.core.transitions import perform
from organizations.models import Organization, User
from risk.models import Platform

REVIEWERS = ("marguerite.okafor", "etienne.laflamme")
REGISTERED_DAYS_AGO = 390
#: Days before an account opened on which its submission was sent, taken and accepted.
SENT, TAKEN, ACCEPTED = 6, 5, 3
#: Where one of the users has no sign-in, so that a coordinator must have the duties signed.
OUTSIDER_IN = ("configuring", "submitted")
HALF_DONE = ("creation", "identification")


class Opening:
    """The accounts of the demo, each in its place in the life cycle."""

    def __init__(self, cast: Cast, agenda: Agenda, lives: Lives) -> None:
        self.cast, self.agenda, self.lives = cast, agenda, lives
        self.submissions: dict[str, int] = {}

    def plan(self) -> None:
        """Note what happened to every account."""
        for number, entry in enumerate(content.accounts()):
            if "plan" not in entry:
                self.agenda.note(REGISTERED_DAYS_AGO, lambda one=entry: self._register(one))
            elif entry["state"] != "none":
                self._open(entry, REVIEWERS[number % 2])

    def _register(self, entry: Entry) -> None:
        by, platform = self.cast.holder(entry["org"], "coordinator"), Platform.objects.get(code=entry["platform"])
        equivalent = None
        for member in entry["members"]:
            existing = registering.Existing(
                platform=platform,
                language=member["language"],
                name=member["name"],
                handle=member["handle"],
                opened_on=self.agenda.today - timedelta(days=entry["opened_days_ago"]),
                equivalent=equivalent,
            )
            equivalent = registering.register(self.cast.organization(entry["org"]), existing, by=by)

    def _open(self, entry: Entry, reviewer: str) -> None:
        note, state = self.agenda.note, entry["state"]
        opened = entry.get("opened_days_ago", entry.get("submitted_days_ago", 0) - SENT)
        note(opened + SENT, lambda: self._send(entry))
        if state == "submitted":
            return
        note(opened + TAKEN, lambda: self._move(entry, "take", reviewer))
        if state == "information_requested":
            asked = entry["information_request"]
            note(asked["asked_days_ago"], lambda: self._move(entry, "ask", reviewer, asked))
            return
        note(opened + ACCEPTED, lambda: self._move(entry, "accept", reviewer))
        if state == "configuring":
            note(opened + ACCEPTED - 1, lambda: self._configure(entry, reviewer, half=True))
            return
        note(opened, lambda: self._configure(entry, reviewer))
        if "disposition" in entry:
            Closing(self, entry, reviewer).plan()

    # ------------------------------------------------------------ submission

    def _send(self, entry: Entry) -> None:
        by = self.cast.holder(entry["org"], "coordinator")
        submission = submissions.start_creation(plan_of(self.lives.document(entry["plan"])), by=by)
        self.submissions[entry["key"]] = submission.pk
        document = submission.document
        for section in document.outline.sections:
            keys = {field.key for field in section.fields}
            said = {place: value for place, value in self._said(entry).items() if place[0] in keys}
            if said:
                documents.save_section(document, section.key, said, by=by)
        self._name_users(entry, document, by)
        mark_done(document, by=by)
        perform(document, "submit", by=by)

    def _said(self, entry: Entry) -> dict[tuple[str, str], Any]:
        words, org = content.read("remarks")["submission"], content.organization(entry["org"])
        site = content.read("fragments")["organizations"][entry["org"]]["site"].split("/")[0]
        said: dict[tuple[str, str], Any] = {
            ("contact_phone", ""): words["phone"],
            ("contact_wanted_on", ""): (timezone.localdate() + timedelta(days=14)).isoformat(),
            ("provider_email", ""): org["contact_email"],
            ("provider_phone", ""): words["phone"],
            ("identification_avatar", ""): "flag",
            ("privacy_atip_consulted", ""): "yes",
            ("privacy_notice_ready", ""): "yes",
        }
        for lang in content.LANGS:
            link = words["terms_link"][lang].replace("{site}", site)
            said |= {
                ("contact_emergency", lang): words["contact_emergency"][lang],
                ("provider_position", lang): words["provider_position"][lang],
                ("identification_bio", lang): words["bio"][lang].format(org=org["name"][lang], link=link),
                ("identification_terms_link", lang): link,
                ("identification_website", lang): words["website"][lang].replace("{site}", site),
                ("notes_text", lang): words["notes"][lang],
            }
        for member in entry["members"]:
            for lang in content.LANGS if member["language"] == "bilingual" else [member["language"]]:
                said["identification_name", lang] = member.get("name") or member[f"name_{lang}"]
        return said

    def _name_users(self, entry: Entry, document: Any, by: User) -> None:
        document.rows.filter(table="users_authorized").delete()
        trained = (timezone.localdate() - timedelta(days=45)).isoformat()
        for role, platform_role in (("coordinator", "administrator"), ("author", "editor")):
            person = self.cast.holder(entry["org"], role)
            cells = {"name": person.name, "email": person.email, "role": platform_role, "trained_on": trained}
            documents.add_row(document, "users_authorized", cells, by=by)
        if entry["state"] in OUTSIDER_IN:
            name = content.read("remarks")["submission"]["outsider"]
            local, domain = fold(name).replace(" ", "."), by.email.partition("@")[2]
            cells = {"name": name, "email": f"{local}@{domain}", "role": "contributor", "trained_on": trained}
            documents.add_row(document, "users_authorized", cells, by=by)

    def submission(self, entry: Entry) -> Submission:
        """Return the submission of an account as it stands now."""
        return Submission.objects.select_related("document").get(pk=self.submissions[entry["key"]])

    def _move(self, entry: Entry, verb: str, reviewer: str, words: Entry | None = None) -> None:
        by = self.cast.person(reviewer)
        coordinator = self.cast.holder(entry["org"], "coordinator")
        perform(self.submission(entry).document, verb, by=by, reason=words[coordinator.language] if words else "")

    # ------------------------------------------------------------ configuration

    def _configure(self, entry: Entry, reviewer: str, *, half: bool = False) -> None:
        by = self.cast.person(reviewer)
        for account in self.submission(entry).accounts.order_by("pk"):
            self._record(account, by)
            tick(account, checklists.CONFIGURATION, by, groups=HALF_DONE if half else None)
            if not half:
                self._prepare(account, entry["org"])
                perform(OfficialAccount.objects.get(pk=account.pk), "activate", by=by)

    def _prepare(self, account: OfficialAccount, org: str) -> None:
        """Let everybody who is to get access acknowledge their duties, and the identity advisor sign, where one is."""
        acknowledge(account.organization)
        for standing in specifications.standings(account):
            if standing.has_advisor and not standing.is_current:
                by = self.cast.holder(org, "advisor", standing.area.code)
                agrees = SpecificationSignOff.Decision.AGREES
                said = {"decision": agrees, "advice": "", "seen": standing.fingerprint}
                specifying.sign(account, standing.group.code, by=by, **said)

    def _record(self, account: OfficialAccount, by: User) -> None:
        words = content.read("remarks")["configuration"]
        platform, org = account.platform, account.organization
        lang = by.language
        configuration.change_details(
            account,
            name=account.name,
            handle=account.handle,
            management_tool_url=words["tool"].replace("{handle}", account.handle),
            by=by,
        )
        configuration.record_terms(
            account,
            title=words["terms_title"][lang],
            terms_version=platform.terms_dated.isoformat(),
            accepted_on=timezone.localdate(),
            by=by,
        )
        configuration.record_provider_information(
            account,
            what=words["provider_what"][lang],
            given=org.contact_email,
            given_on=timezone.localdate(),
            by=by,
        )


def acknowledge(organization: Organization) -> None:
    """Let everybody who may speak for `organization` read and acknowledge what they owe, each in their language."""
    for person in spokespersons.of_organization(organization):
        if person.owes and person.user is not None:
            with translation.override(person.user.language):
                acknowledging.acknowledge(organization, by=person.user)


def tick(account: OfficialAccount, code: str, by: User, *, groups: tuple[str, ...] | None = None) -> None:
    """Tick a checklist, or some of its groups, naming a file where evidence is asked."""
    evidence = content.read("remarks")["configuration"]["evidence"][by.language]
    checks = account.organization.framework.checklist(code).checks
    ticks = {
        check.key: Tick(True, evidence.replace("{number}", f"{account.pk}-{place}") if check.evidence else "")
        for place, check in enumerate(checks, start=1)
        if groups is None or check.group in groups
    }
    configuration.save_checklist(account, code, ticks, by=by)


class Closing:
    """The closing of one pair of accounts: asked, approved, submitted, accepted and, for some, carried out."""

    def __init__(self, opening: Opening, entry: Entry, reviewer: str) -> None:
        self.opening, self.entry, self.reviewer = opening, entry, reviewer
        self.cast, self.said = opening.cast, entry["disposition"]
        self.document_id = self.submission_id = 0

    def plan(self) -> None:
        """Note each step, from the request to the closing or to where it stands today."""
        note, asked = self.opening.agenda.note, self.said["asked_days_ago"]
        closed = self.entry.get("closed_days_ago")
        note(asked, self._ask)
        note(asked - 2, self._approve)
        note(asked - 3, self._send)
        note(asked - 4, lambda: self._move("take"))
        note(asked - 5, lambda: self._move("accept"))
        if closed is not None:
            note(closed, self._close)

    def _accounts(self) -> list[OfficialAccount]:
        submission = self.opening.submission(self.entry)
        return list(submission.accounts.order_by("pk"))

    def _ask(self) -> None:
        by = self.cast.holder(self.entry["org"], "coordinator")
        disposition = dispositions.start(self._accounts(), by=by)
        self.document_id = disposition.pk
        document = disposition.document
        for section in document.outline.sections:
            keys = {field.key for field in section.fields}
            answers = {place: value for place, value in self._answers().items() if place[0] in keys}
            if answers:
                documents.save_section(document, section.key, answers, by=by)
        documents.add_row(document, "reason_objectives", self._objective(), by=by)
        mark_done(document, by=by)
        perform(document, "submit", by=by)

    def _answers(self) -> dict[tuple[str, str], Any]:
        today, said = self.opening.agenda.today, self.said
        closing = today - timedelta(days=self.entry["closed_days_ago"]) if "closed_days_ago" in self.entry else None
        closing = closing or today + timedelta(days=said["closes_in_days"])
        posted = today - timedelta(days=said["notice_posted_days_ago"])
        answers: dict[tuple[str, str], Any] = {
            ("reason_code", ""): said["reason"],
            ("notice_days", ""): (closing - posted).days,
            ("notice_posted_on", ""): posted.isoformat(),
            ("notice_proof", ""): content.read("remarks")["closing"]["proof"],
            ("records_outcome", ""): said["records"],
            ("records_reference", ""): said["records_reference"],
            ("records_requirements_met", ""): "yes",
            ("records_officer", ""): self.cast.holder(self.entry["org"], "advisor", "privacy").name,
            ("closing_date", ""): closing.isoformat(),
            ("closing_reserve_name", ""): "yes",
        }
        for lang in content.LANGS:
            answers |= {
                ("reason_text", lang): said["why"][lang],
                ("notice_text", lang): said["notice"][lang],
                ("notice_redirect", lang): self._redirect(lang),
                ("closing_notes", lang): said["records_note"][lang],
            }
        return answers

    def _redirect(self, lang: str) -> str:
        members = content.account(self.said["redirect"])["members"]
        return "@" + next(member["handle"] for member in members if member["language"] == lang)

    def _objective(self) -> Entry:
        plan = content.plan(self.entry["plan"])
        result = content.read("remarks")["closing"]["measure_result"]
        objective = plan["fields"]["a_objectives"][0]["objective"]
        return {"objective": objective, "result": result, "measure_tried": self.said["corrective"]}

    def _approve(self) -> None:
        head = self.cast.holder(self.entry["org"], "head")
        perform(Document.objects.get(pk=self.document_id), "approve", by=head)

    def _send(self) -> None:
        by = self.cast.holder(self.entry["org"], "coordinator")
        document = Document.objects.select_related("disposition").get(pk=self.document_id)
        submission = submissions.start_closing(document.disposition, by=by)
        self.submission_id = submission.pk
        after = content.read("remarks")["closing"]["after"]
        answers = {("contact_after", lang): after[lang] for lang in content.LANGS}
        documents.save_section(submission.document, "contacts", answers, by=by)
        mark_done(submission.document, by=by)
        perform(submission.document, "submit", by=by)

    def _move(self, verb: str) -> None:
        document = Document.objects.get(pk=self.submission_id)
        perform(document, verb, by=self.cast.person(self.reviewer))

    def _close(self) -> None:
        by = self.cast.person(self.reviewer)
        for account in self._accounts():
            tick(account, checklists.DISPOSITION, by)
            note = self.said["public_note"]
            configuration.write_closing_note(account, note_en=note["en"], note_fr=note["fr"], by=by)
            perform(OfficialAccount.objects.get(pk=account.pk), "close", by=by)
