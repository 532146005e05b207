"""Does a department write a protocol once, do plans refer to a version of it, and is a newer one told? (§4.2(g))"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

import frameworks
from documents import actions as documents
from documents import completeness, pdf, protocol_choices, travelling
from documents.diff import compare
from documents.draft import Draft
from documents.models import Document
from documents.reading import Reading
from frameworks.outlines import Field
from govsocial.core import ledger
from govsocial.core.models import Event
from organizations.models import Organization, User
from plans import actions, protocols
from plans.models import Plan, Protocol, ProtocolVersion
from tests.factories import documents as make
from tests.factories import people

TYPES = ("interaction", "moderation", "style", "user_management", "continuity")
SAYS = actions.Words("Comments", "Commentaires", "We **hide**:\n- spam", "Nous **masquons** :\n- les pourriels")


@pytest.fixture
def plan(department: Organization, author: User, coordinator: User, head: User) -> Plan:
    strategy = make.approved_strategy(department, coordinator=coordinator, head=head)
    plan = make.draft_plan(strategy, make.platform(), by=author)
    make.complete(plan.document, author, a_uses=[{"use": "broadcasting"}], f_applies="covered")
    return plan


def published(
    of: Organization, by: User, *, kind: str = "moderation", words: actions.Words = SAYS, platform: Any = None
) -> ProtocolVersion:
    """Return the first version of a protocol."""
    protocol = actions.start_protocol(organization=of, kind=kind, platform=platform, words=words, by=by)
    return actions.publish_protocol(protocol, note="", by=by)


def next_version(version: ProtocolVersion, by: User, **changed: str) -> ProtocolVersion:
    """Return a further version of the same protocol, which says something else."""
    protocol = Protocol.objects.get(pk=version.protocol_id)
    words = actions.Words(**{**version.words, **changed})
    actions.write_protocol(protocol, words, seen=protocol.revision, by=by)
    return actions.publish_protocol(protocol, note="Shorter.", by=by)


def take_up(plan: Plan, version: ProtocolVersion, by: User, field: str = "g_moderation") -> Document:
    """Let a plan refer to a version, as the button of section g does."""
    section = plan.document.outline.section("g")
    assert protocol_choices.press(plan.document, section, ("use-protocol", f"{field}:{version.pk}"), by=by)
    return Document.objects.get(pk=plan.pk)


@pytest.fixture
def post(as_user: Callable[[User], Client], plan: Plan) -> Callable[..., Any]:
    """Return a function that presses a button of section g, with whatever else is in the boxes."""
    address = reverse("documents:section", args=[plan.pk, "g"])

    def press(by: User, then: str, **typed: str) -> Any:
        state = Draft(plan.document).sections["g"]
        said = {"then": then, "revision": state.revision, "page": "answers", **typed}
        return as_user(by).post(address, said, follow=True)

    return press


@pytest.mark.obligation("G062")
@pytest.mark.obligation("G063")
@pytest.mark.obligation("G064")
@pytest.mark.obligation("G065")
@pytest.mark.obligation("G066")
def test_each_of_the_five_protocols_may_stand_in_a_plan_and_answers_it_in_both_languages(
    plan: Plan, coordinator: User, author: User
) -> None:
    gone = {(f"g_{kind}", lang): "" for kind in TYPES for lang in ("en", "fr")}
    documents.save_section(plan.document, "g", gone, by=author)
    section = plan.document.outline.section("g")
    assert len(list(completeness.section_missing(Draft(plan.document), section))) == 10

    for kind in TYPES:
        take_up(plan, published(plan.document.organization, coordinator, kind=kind), author, f"g_{kind}")

    draft = Draft(plan.document)
    assert list(completeness.section_missing(draft, section)) == []
    assert [spot for spot in draft.translations if spot.startswith("g_") and "access" not in spot] == []


@pytest.mark.obligation("G067")
def test_a_version_freezes_the_words_of_the_protocol_and_its_fingerprint(
    plan: Plan, coordinator: User, author: User
) -> None:
    version = published(plan.document.organization, coordinator)
    document = take_up(plan, version, author)

    frozen = documents.freeze(document, by=author)
    later = next_version(version, coordinator, text_en="Nothing is hidden.")

    content = json.loads(frozen.content)
    section = next(one for one in content["sections"] if one["key"] == "g")
    assert section["answers"]["g_moderation"] == {
        "": {"protocol": version.protocol_id, "version": 1, "sha256": version.sha256}
    }
    assert ledger.sha256(content["protocols"][version.sha256]) == version.sha256
    assert frozen.section_hashes["g"] == ledger.sha256(section)
    shown = Reading(frozen.content).section("g").parts[1]
    assert (shown.en, shown.fr) == (SAYS.text_en, SAYS.text_fr)
    assert shown.source == "From the protocol “Comments”, version 1"
    # The same bytes as long as nobody takes the newer one over; other ones afterwards.
    assert documents.freeze(document, by=author).pk == frozen.pk
    again = documents.freeze(take_up(plan, later, author), by=author)
    assert again.section_hashes["g"] != frozen.section_hashes["g"]


def test_the_page_and_the_pdf_show_it_with_where_it_comes_from(
    plan: Plan, coordinator: User, author: User, as_user: Callable[[User], Client]
) -> None:
    version = documents.freeze(take_up(plan, published(plan.document.organization, coordinator), author), by=author)

    page = as_user(author).get(version.get_absolute_url()).content.decode()
    with translation.override("fr"):
        paper = pdf._page(version, "fr")

    assert "From the protocol “Comments”, version 1" in page
    assert "<li>spam</li>" in page
    assert "Commentaires" in paper.split("Protocole de modération")[1].split("<strong>")[0]
    assert "<strong>masquons</strong>" in paper


@pytest.mark.obligation("G067")
def test_own_words_are_set_aside_and_come_back(plan: Plan, coordinator: User, author: User, post: Any) -> None:
    version = published(plan.document.organization, coordinator)
    other = published(plan.document.organization, coordinator, words=actions.Words("B", "B", "b", "b"))

    page = post(
        author, f"use-protocol:g_moderation:{version.pk}", g_moderation__en="Typed just now", g_style__en="Kind"
    )
    assert "From the protocol “Comments”, version 1" in page.content.decode()
    assert Draft(plan.document).answer("g_style", "en") == "Kind"
    assert 'name="g_moderation__en"' not in page.content.decode()
    assert "Typed just now" not in json.dumps(Draft(plan.document).content())

    post(author, f"use-protocol:g_moderation:{other.pk}")
    page = post(author, "own-words:g_moderation").content.decode()

    assert Draft(plan.document).answer("g_moderation", "en") == "Typed just now"
    assert 'name="g_moderation__en"' in page
    assert "Use a protocol of the department instead" in page


def test_who_has_no_words_yet_begins_with_those_of_the_protocol(
    plan: Plan, coordinator: User, author: User, post: Any
) -> None:
    documents.save_section(plan.document, "g", {("g_moderation", "en"): "", ("g_moderation", "fr"): ""}, by=author)
    take_up(plan, published(plan.document.organization, coordinator), author)

    post(author, "own-words:g_moderation")

    draft = Draft(plan.document)
    assert (draft.answer("g_moderation", "en"), draft.answer("g_moderation", "")) == (SAYS.text_en, None)


@pytest.mark.obligation("G067")
def test_a_newer_version_is_told_compared_and_taken_over(
    plan: Plan, coordinator: User, author: User, post: Any, as_user: Callable[[User], Client]
) -> None:
    first = published(plan.document.organization, coordinator)
    document = take_up(plan, first, author)
    before = Draft(document).content()
    second = next_version(first, coordinator, text_en="We **hide**:\n- spam and threats")

    home = as_user(author).get(plan.get_absolute_url()).content.decode()
    page = as_user(author).get(reverse("documents:section", args=[plan.pk, "g"])).content.decode()
    changes = as_user(author).get(f"{second.get_absolute_url()}?since=1").content.decode()
    assert "Version 2 exists" in home
    assert "Version 2 exists; this document uses version 1" in page
    assert "<ins>" in changes
    assert "and threats" in changes

    post(author, f"use-protocol:g_moderation:{second.pk}")

    after = Draft(Document.objects.get(pk=plan.pk)).content()
    compared = compare(before, after, keys=frozenset({"g"})).sections[0]
    line = next(part for part in compared.parts if part.key == "g_moderation")
    assert [(change.lang, change.state) for change in line.changes] == [("", "changed"), ("en", "changed")]
    assert [use.number for use in protocols.uses(first.protocol)] == [2]


def test_only_what_the_department_keeps_for_this_platform_and_question_is_offered(
    plan: Plan, coordinator: User, author: User, stranger: User, post: Any
) -> None:
    home, away = plan.document.organization, stranger.memberships.first().organization
    everywhere, style = published(home, coordinator), published(home, coordinator, kind="style")
    flickr = make.platform("flickr", reviewed=False, name="Flickr", hosts=["flickr.com"])
    elsewhere = published(home, coordinator, platform=flickr)
    foreign = published(away, stranger)
    retired = published(home, coordinator)
    actions.retire_protocol(retired.protocol, by=coordinator)

    offered = protocols.Kept().offers(plan.document, ["moderation"], author)
    assert [one.pk for one in offered] == [everywhere.pk]
    for other in (style, elsewhere, foreign, retired):
        page = post(author, f"use-protocol:g_moderation:{other.pk}")
        assert page.status_code == 422
        assert "not offered any more" in page.content.decode()
    assert Draft(plan.document).answer("g_moderation", "") is None


def test_what_another_department_shares_is_copied_in_words(plan: Plan, coordinator: User, author: User) -> None:
    version = documents.freeze(take_up(plan, published(plan.document.organization, coordinator), author), by=author)
    abroad = people.organization("abroad")
    outline = plan.document.outline.section("g")

    packed = [
        travelling._Luggage(travelling.Target("plan", of), version).load(outline).values
        for of in (plan.document.organization, abroad)
    ]

    assert packed[0]["g_moderation|"]["version"] == 1
    assert (packed[1]["g_moderation|en"], "g_moderation|" in packed[1]) == (SAYS.text_en, False)


@pytest.mark.obligation("G068")
def test_a_coordinator_checks_a_version_against_the_notice_and_a_plan_says_when_nobody_did(
    plan: Plan, coordinator: User, author: User, as_user: Callable[[User], Client]
) -> None:
    version = published(plan.document.organization, coordinator)
    take_up(plan, version, author)
    section = reverse("documents:section", args=[plan.pk, "g"])
    check = reverse("plans:protocol_check", args=[version.pk])
    assert "Nobody has checked this version" in as_user(author).get(section).content.decode()
    assert as_user(author).get(check).status_code == 403

    form = as_user(coordinator).get(check).content.decode()
    answers = dict.fromkeys(("same_rules", "consequences_kept", "blocks_recorded", "issues_foreseen"), "yes")
    assert all(f'name="{key}"' in form for key in answers)
    assert "frequency_kept" not in form
    assert as_user(coordinator).post(check, answers | {"same_rules": "no"}).status_code == 422
    as_user(coordinator).post(check, answers | {"same_rules": "no", "note": "No word of spam."})
    assert "No word of spam." in as_user(author).get(section).content.decode()
    as_user(coordinator).post(check, answers)

    assert protocols.warning(ProtocolVersion.objects.get(pk=version.pk)) == ""
    assert "protocol__warning" not in as_user(author).get(section).content.decode()
    lines = Event.objects.filter(verb="protocol.checked").order_by("seq")
    assert [line.details["kept"] for line in lines] == [3, 4]
    assert lines[0].version_sha == version.sha256


def test_a_version_is_published_in_both_languages_says_what_changed_and_never_changes(
    department: Organization, coordinator: User, as_user: Callable[[User], Client]
) -> None:
    protocol = actions.start_protocol(
        organization=department, kind="style", platform=None, words=actions.Words("Style", "Style"), by=coordinator
    )
    client, write = as_user(coordinator), reverse("plans:protocol_edit", args=[protocol.pk])
    publish = reverse("plans:protocol_publish", args=[protocol.pk])
    said = {
        "title_en": "Style",
        "title_fr": "Style",
        "text_en": "•\tPlain\r\n•\tshort",
        "revision": 0,
        "then": "publish",
    }
    assert client.post(write, said).url == publish
    assert "French is missing" in client.post(publish, {}).content.decode()
    client.post(write, said | {"text_fr": "Court", "revision": 1})
    client.post(publish, {})
    assert "Nothing changed" in client.post(publish, {}).content.decode()
    client.post(write, said | {"text_fr": "Bref", "revision": 2})
    assert "Say what changed" in client.post(publish, {}).content.decode()
    client.post(publish, {"note": "One word."})

    first, second = protocol.versions.order_by("number")
    assert (first.text_en, first.text_fr, second.text_fr, second.note) == (
        "- Plain\n- short",
        "Court",
        "Bref",
        "One word.",
    )
    assert ledger.sha256(second.content()) == second.sha256
    first.text_fr = "Autre"
    with pytest.raises(ValidationError):
        first.save()
    assert list(Event.objects.filter(verb="protocol.published").values_list("version_sha", flat=True)) == [
        first.sha256,
        second.sha256,
    ]


def test_two_who_write_the_same_protocol_both_see_what_the_other_wrote(
    department: Organization, coordinator: User, author: User, as_user: Callable[[User], Client]
) -> None:
    protocol = published(department, coordinator).protocol
    address = reverse("plans:protocol_edit", args=[protocol.pk])
    said = {"title_en": "C", "title_fr": "C", "text_fr": "f", "revision": 0}
    as_user(coordinator).post(address, said | {"text_en": "Theirs"})

    page = as_user(author).post(address, said | {"text_en": "Mine"})

    assert page.status_code == 422
    assert "Theirs" in page.content.decode()
    assert "Mine" in page.content.decode()
    as_user(author).post(address, said | {"text_en": "Both", "revision": page.context["form"].data["revision"]})
    protocol.refresh_from_db()
    assert protocol.text_en == "Both"


def test_strangers_find_nothing_and_who_only_reads_changes_nothing(
    department: Organization, coordinator: User, stranger: User, auditor: User, as_user: Callable[[User], Client]
) -> None:
    version = published(department, coordinator)
    names = ["protocol", "protocol_edit", "protocol_publish"]
    reading = [reverse("plans:protocol", args=[version.protocol_id]), version.get_absolute_url()]
    writing = [reverse(f"plans:{name}", args=[version.protocol_id]) for name in names[1:]]
    writing += [reverse("plans:protocol_check", args=[version.pk])]

    assert [as_user(stranger).get(address).status_code for address in reading + writing] == [404] * 5
    assert "Comments" not in as_user(stranger).get(reverse("plans:protocols")).content.decode()
    assert [as_user(auditor).get(address).status_code for address in reading] == [200, 200]
    assert [as_user(auditor).get(address).status_code for address in writing] == [403] * 3
    with pytest.raises(PermissionDenied):
        actions.retire_protocol(version.protocol, by=auditor)


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_asks_the_same_number_of_questions_whatever_its_length(
    department: Organization,
    coordinator: User,
    as_user: Callable[[User], Client],
    django_assert_num_queries: Any,
    count: int,
) -> None:
    for _number in range(count):
        next_version(published(department, coordinator), coordinator, text_en="Other")
    client = as_user(coordinator)
    client.get(reverse("plans:protocols"))

    with django_assert_num_queries(9):
        client.get(reverse("plans:protocols"))


def test_the_pack_says_which_questions_a_protocol_may_answer() -> None:
    outline = frameworks.get("gc-2013").outline("plan")

    assert {field.protocol: field.key for field in outline.fields if field.protocol} == {
        kind: f"g_{kind}" for kind in TYPES
    }
    with pytest.raises(ValueError, match="a `protocol` is a text in both languages"):
        Field(key="a", type="short", label={"en": "A thing", "fr": "Une chose"}, protocol="style")
