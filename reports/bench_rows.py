"""Where do the ten thousand rows come from that `manage.py bench` lists? In bulk, of one department."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import OfficialAccount
from documents.models import Document
from plans.models import Plan, PlannedAccount

BATCH = 1_000
STATES = ("drafting", "consultation", "final_approval", "returned", "withdrawn")


def add_plans(count: int) -> None:
    """Add `count` plans beside the first one, in every state that a plan without an approved version can have."""
    model = Plan.objects.select_related("document").order_by("pk").first()
    if model is None:
        raise LookupError("no plan to take after")
    documents = Document.objects.bulk_create((_document(model.document, n) for n in range(count)), batch_size=BATCH)
    plans = [
        Plan(
            document=document,
            strategy_id=model.strategy_id,
            strategy_version_id=model.strategy_version_id,
            platform_id=model.platform_id,
            prepared_by=model.prepared_by,
        )
        for document in documents
    ]
    Plan.objects.bulk_create(plans, batch_size=BATCH)
    pairs = (
        PlannedAccount(plan=plan, language=language, name=f"Bench {plan.pk} {language}", handle=f"b{plan.pk}{language}")
        for plan in plans
        for language in ("en", "fr")
    )
    PlannedAccount.objects.bulk_create(pairs, batch_size=BATCH)


def _document(like: Document, number: int) -> Document:
    return Document(
        kind="plan",
        organization_id=like.organization_id,
        framework_code=like.framework_code,
        outline_version=like.outline_version,
        title_en=f"bench {number} on a platform",
        title_fr=f"bench {number} sur une plateforme",
        owner_id=like.owner_id,
        state=STATES[number % len(STATES)],
        updated_at=timezone.now() - timedelta(minutes=number),
    )


def add_accounts(count: int) -> None:
    """Add `count` accounts in use to the department of the first plan."""
    plan = Plan.objects.select_related("document__organization", "platform").order_by("pk").first()
    if plan is None:
        raise LookupError("no plan to take after")
    accounts = []
    for number in range(count):
        handle = f"bench{number}"
        account = OfficialAccount(
            organization=plan.document.organization,
            platform=plan.platform,
            plan=plan,
            language="en",
            name=f"Program {number:05}",
            handle=handle,
            url=plan.platform.url_for(handle),
            state="active",
            opened_on=timezone.localdate(),
        )
        account.set_derived()
        accounts.append(account)
    OfficialAccount.objects.bulk_create(accounts, batch_size=BATCH)
