"""Documents in the state that a test needs, made with the product's own verbs."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from approvals import actions as approvals
from approvals import affirming, move_fields, rounds
from approvals.conditions import Asked
from approvals.models import Condition, SignOff
from documents import actions, carrying
from documents.models import Document, Row
from govsocial.core.transitions import perform
from organizations.models import Membership, Organization, Role, User
from plans import actions as plans
from plans import coverage
from plans.models import Plan
from risk.models import Assessment, Platform
from strategy import actions as strategies
from strategy.models import Strategy
from tests.factories import people
from tests.factories import risk as assessing


def complete(document: Document, by: User, **chosen: Any) -> Document:
    """Fill everything that the outline asks of `document`; `chosen` are answers or rows ({table: [cells]}) to use."""
    answers = {}
    for field in document.outline.fields:
        if field.is_table:
            _fill_table(document, field, by, chosen.get(field.key))
        else:
            answers |= _answers(document, field, chosen.get(field.key))
    if document.kind == "plan":
        relied_on(document, by)
    # One save for all sections: what a test needs is a whole document, not ten requests.
    actions.save_section(document, document.outline.sections[0].key, answers, by=by)
    return Document.objects.get(pk=document.pk)


def relied_on(document: Document, by: User) -> None:
    """Say that every condition is met, and confirm what covers the plan, where everything is covered."""
    found = coverage.find(document)
    plans.answer_conditions(document, {one.key: plans.Said(True) for one in found.coverage.asked}, by=by)
    if found.coverage.uses and not found.coverage.not_covered:
        seen = coverage.result(found.coverage)
        plans.confirm_coverage(document, reason={"en": "The uses are the same."}, seen=seen, by=by)


def reworded(document: Document, by: User, section: str = "i", field: str = "i_plan") -> Document:
    """Change one answer of `document`, so that it differs from the version in force."""
    words = {(field, lang): f"Another answer – {lang}" for lang in ("en", "fr")}
    actions.save_section(document, section, words, by=by)
    return Document.objects.get(pk=document.pk)


def reviewed(document: Document, by: User) -> Document:
    """Say of everything that was carried over into `document` that it was reviewed."""
    for section in document.outline.sections:
        carrying.review(document, section.key, by=by)
    return document


def _answers(document: Document, field: Any, value: Any) -> dict[tuple[str, str], Any]:
    if field.is_bilingual:
        return {(field.key, lang): value or f"{field.label.get(lang)} – {lang}" for lang in ("en", "fr")}
    return {(field.key, ""): value if value is not None else plain_value(document, field)}


def plain_value(document: Document, asked: Any) -> Any:
    """Return an acceptable answer for a field or column that has no language."""
    if asked.type in {"choice", "multichoice"}:
        code = "O1" if asked.list == "objectives" else document.framework.items(asked.list)[0].code
        return [code] if asked.type == "multichoice" else code
    return {"date": "2027-06-30", "number": 3, "money": 1200, "yes_no": "no"}.get(asked.type, "Text")


def cells(document: Document, table: Any) -> dict[str, Any]:
    """Return an acceptable row of `table`."""
    return {
        column.key: {"en": f"{column.label.en} en", "fr": f"{column.label.fr} fr"}
        if column.is_bilingual
        else "O1"
        if column.key == "code"
        else rows_of(document, column.table)
        if column.table
        else plain_value(document, column)
        for column in table.typed_columns
    }


def rows_of(document: Document, table: str) -> list[str]:
    """Return the identities of the rows of a table, at which rows of another point."""
    return [str(row.uuid) for row in Row.objects.of(document, table)]


def _fill_table(document: Document, table: Any, by: User, wanted: list[dict[str, Any]] | None) -> None:
    seeded = list(Row.objects.of(document, table.key))
    filled = cells(document, table)
    for row in seeded:
        row.cells = filled | {key: said for key, said in row.cells.items() if said}
    Row.objects.bulk_update(seeded, ["cells"])
    added = wanted or ([] if seeded else [{}] * max(table.min_rows, 1))
    Row.objects.bulk_create(
        Row(document=document, table=table.key, position=n, cells=actions.filled(filled | one), updated_by=by)
        for n, one in enumerate(added, start=len(seeded) + 1)
    )
    actions.touch(document, document.outline.section_of(table.key).key, by=by)


def person_with(role: str, organization: Organization, area: str = "") -> User:
    """Return somebody who holds `role` there (the fixtures and factories made them)."""
    memberships = Membership.objects.current().filter(organization=organization, role=Role(role), area=area)
    return User.objects.get(pk=memberships.order_by("pk").first().user_id)


def draft_strategy(organization: Organization, by: User) -> Strategy:
    """Return a strategy just started."""
    return strategies.start(
        organization=organization, title_en="Social media strategy", title_fr="Stratégie des médias sociaux", by=by
    )


def approved_strategy(organization: Organization, *, coordinator: User, head: User) -> Strategy:
    """Return a complete strategy that the head approved; the one that is in force where a story began with it."""
    there = Strategy.objects.filter(document__organization=organization, document__state="approved").first()
    if there is not None:
        return there
    strategy = draft_strategy(organization, coordinator)
    document = complete(strategy.document, coordinator)
    document = perform(document, "submit", by=coordinator)
    approve(document, by=head)
    return Strategy.objects.get(pk=strategy.pk)


def platform(code: str = "x", *, reviewed: bool = True, **fields: Any) -> Platform:
    """Return X, pre-reviewed with the government-wide PIA and TRA unless told otherwise; the one that is there."""
    if Platform.objects.filter(code=code).exists() and not fields:
        status = Platform.Review.PRE_REVIEWED if reviewed else Platform.Review.NOT_REVIEWED
        Platform.objects.filter(code=code).update(review_status=status)
        return Platform.objects.get(code=code)
    plain = {
        "name": "X",
        "hosts": ["x.com", "twitter.com"],
        "url_template": "https://x.com/{handle}",
        "path_pattern": r"^/@?(?P<handle>[A-Za-z0-9_]{1,15})/?$",
        "handle_pattern": r"[A-Za-z0-9_]+",
        "handle_max": 15,
        "name_max": 50,
        "review_status": Platform.Review.PRE_REVIEWED if reviewed else Platform.Review.NOT_REVIEWED,
    }
    made = Platform.objects.create(code=code, **{**plain, **fields})
    if reviewed:
        _assess(made)
    return made


def _assess(made: Platform) -> None:
    entity = Organization.objects.filter(is_central_entity=True).first()
    entity = entity or people.organization("service", name_en="Service Canada", is_central_entity=True)
    signer = people.person(f"Ana Assessor {made.code}")
    for kind in Assessment.Kind:
        wide = Assessment.objects.create(
            kind=kind,
            scope=Assessment.Scope.ENTERPRISE,
            organization=entity,
            platform=made,
            title_en=f"Government-wide {kind} of {made}",
            title_fr=f"{kind} pangouvernementale de {made}",
            uses=list(entity.framework.leverage.covered_uses),
        )
        assessing.signed(wide, signer, date(2026, 2, 1))


PAIR = (("en", "@ParksCanada", "ParksCanada"), ("fr", "@ParcsCanada", "ParcsCanada"))


def draft_plan(strategy: Strategy, platform_: Platform, *, by: User, pair: Any = PAIR) -> Plan:
    """Return a plan for an English/French pair, just started."""
    return plans.start(
        organization=strategy.document.organization,
        strategy=strategy,
        platform=platform_,
        accounts=[plans.Named(*one) for one in pair],
        prepared_by="Alex Author",
        title_en="Parks Canada on X",
        title_fr="Parcs Canada sur X",
        by=by,
    )


def sign(
    document: Document,
    by: User,
    area: str = "privacy",
    decision: str = SignOff.Decision.CONCUR,
    *,
    comment: str = "Read.",
    asks: Sequence[Asked] = (),
) -> SignOff:
    """Sign off the open round for `area`."""
    sha = rounds.current(document).version.sha256
    return approvals.sign_off(document, area=area, decision=decision, comment=comment, seen_sha=sha, by=by, asks=asks)


def approve(document: Document, *, by: User, **said: Any) -> Document:
    """Approve what was sent, affirming all that the pack asks of whoever approves."""
    approved: Document = perform(document, "approve", by=by, checks=affirming.codes(document), **said)
    return approved


def ticked(document: Document) -> dict[str, str]:
    """Return what the form to approve sends when every affirmation is ticked."""
    return {f"{move_fields.AFFIRM}{code}": "on" for code in affirming.codes(document)}


def asked(owner: User, blocks: str = "approval", *, days: int = 30) -> Asked:
    """Return a condition to be met within `days`."""
    due_on = timezone.localdate() + timedelta(days=days)
    return Asked("Link the notice on weekends too.", blocks, owner, due_on)


def condition(
    document: Document, by: User, *, owner: User, area: str = "privacy", blocks: str = "approval", days: int = 30
) -> Condition:
    """Return the condition on which `area` concurs with the open round."""
    decision = SignOff.Decision.CONDITIONS
    signed = sign(document, by, area, decision, asks=[asked(owner, blocks, days=days)])
    return signed.conditions.get()


def approved_plan(
    strategy: Strategy,
    platform_: Platform,
    *,
    author: User,
    coordinator: User,
    head: User,
    privacy_advisor: User,
    pair: Any = PAIR,
    **chosen: Any,
) -> Plan:
    """Return a complete plan, signed by the ATIP coordinator and approved by the head."""
    plan = draft_plan(strategy, platform_, by=author, pair=pair)
    uses = [{"use": "broadcasting"}]
    document = complete(plan.document, author, **{"a_uses": uses, "f_applies": "covered", **chosen})
    document = perform(document, "consult", by=author)
    sign(document, privacy_advisor)
    document = perform(document, "submit", by=coordinator)
    approve(document, by=head)
    return Plan.objects.get(pk=plan.pk)
