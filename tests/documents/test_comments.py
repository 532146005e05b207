"""Is what is said about a text said to whom it is meant for, kept when the text changes, and answered on the record?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import page  # page-validation judges PDF/UA
import pikepdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from documents import actions, comments, pdf
from documents.models import Comment, Document, Row
from documents.pdf_comments import comments_read_by
from govsocial.core import access
from govsocial.core.models import Event, EventPersonal
from govsocial.core.transitions import TransitionError, perform
from organizations.models import Organization, User
from reminders.models import Notification
from tests.factories import documents as make
from tests.factories import people

SignIn = Callable[[User], Client]
EN, FR = "We post in both languages every day.", "Nous publions chaque jour dans les deux langues."
SECRET = "Only privacy should know of the complaint."


@pytest.fixture
def document(department: Organization, coordinator: User) -> Document:
    document = make.draft_strategy(department, coordinator).document
    write(document, coordinator, EN, FR)
    return document


def write(document: Document, by: User, en: str, fr: str) -> None:
    answers = {("overview_presence", "en"): en, ("overview_presence", "fr"): fr}
    actions.save_section(document, "overview", answers, by=by)


def say(document: Document, by: User, body: str = "Please say more.", **where: Any) -> Comment:
    where = {"kind": Comment.Kind.SUGGESTION, "section": "overview", **where}
    return comments.add(document, body=body, by=by, **where)


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def all_comments(document: Document) -> str:
    return reverse("documents:comments", args=[document.pk])


@pytest.mark.obligation("G008")
@pytest.mark.parametrize(("prefix", "words"), [("en", EN), ("fr", FR)])
def test_from_a_comment_on_quoted_words_to_its_answer(
    document: Document, coordinator: User, privacy_advisor: User, as_user: SignIn, prefix: str, words: str
) -> None:
    advisor, author = as_user(privacy_advisor), as_user(coordinator)
    section = reverse("documents:section", args=[document.pk, "overview"]).replace("/en/", f"/{prefix}/")
    form = f"{section}comment/"
    quoted = " ".join(words.split()[1:4])
    where = {"about": "overview_presence", "lang": prefix, "quote": quoted}
    assert words in text(advisor, form, about="overview_presence")

    for said in (where, {"about": "overview_presence"}, {}):
        answer = advisor.post(form, {"kind": "question", "body": f"Why? {len(said)}", **said})
        assert answer.status_code == 302

    thread = Comment.objects.get(quote=quoted)
    assert (thread.language, thread.lang, thread.area, thread.audience) == (prefix, prefix, "privacy", "department")
    seen = text(author, section)
    with translation.override(prefix):
        counted = ngettext("%(count)d open comment", "%(count)d open comments", 2) % {"count": 2}
        changed = gettext("These words have been changed since.")
    assert f"<p>{quoted}</p></blockquote>" in seen
    assert f">{counted}<" in seen
    assert changed not in seen
    address = thread.get_absolute_url().replace("/en/", f"/{prefix}/")
    assert author.post(address, {"body": "Which day do you mean?", "language": "en"}).status_code == 302
    answered = {"response": "We named the days.", "response_kind": "declined"}
    assert author.post(f"{address}answer/", answered).status_code == 302
    thread.refresh_from_db()
    assert (thread.response_kind, thread.response_language, thread.resolved_by) == ("declined", prefix, coordinator)

    write(document, coordinator, "Rewritten.", "Réécrit.")
    seen = text(advisor, section)
    assert quoted in seen
    assert "We named the days." in seen
    assert changed in seen


@pytest.fixture
def cast(document: Document, coordinator: User, privacy_advisor: User, head: User, auditor: User) -> dict[str, User]:
    department = document.organization
    legal = people.member("Lena Legal", "advisor", department, area="legal")
    invited = people.member("Ivo Invited", "auditor", department)
    actions.invite_writer(document, invited, by=coordinator)
    entity = people.organization("service", is_central_entity=True)
    return {
        "coordinator": coordinator,
        "privacy": privacy_advisor,
        "legal": legal,
        "head": head,
        "auditor": auditor,
        "other author": people.member("Olga Other", "author", department),
        "invited": invited,
        "reviewer": people.member("René Reviewer", "reviewer", entity),
        "entity auditor": people.member("Edith Auditor", "auditor", entity),
        "privacy elsewhere": people.member("Ada", "advisor", people.organization("elsewhere"), area="privacy"),
    }


HERE = {"coordinator", "privacy", "legal", "head", "auditor", "other author", "invited"}


def test_each_audience_is_read_by_its_people_and_nobody_else(document: Document, cast: dict[str, User]) -> None:
    said = {
        "department": say(document, cast["legal"]),
        "entity": say(document, cast["coordinator"], audience="entity"),
        "area": say(document, cast["privacy"], audience="area", area="privacy"),
    }
    answer = comments.reply(said["area"], body="Noted.", by=cast["coordinator"])

    def readers(comment: Comment) -> set[str]:
        seen = Comment.objects.filter(pk=comment.pk)
        return {name for name, user in cast.items() if seen.visible_to(User.objects.get(pk=user.pk)).exists()}

    assert readers(said["department"]) == HERE
    assert readers(said["entity"]) == HERE
    assert readers(said["area"]) == readers(answer) == {"coordinator", "privacy", "invited"}
    actions.share_with_entity(document)
    assert readers(said["department"]) == HERE
    assert readers(said["entity"]) == HERE | {"reviewer", "entity auditor"}
    assert readers(said["area"]) == {"coordinator", "privacy", "invited"}


def test_nobody_speaks_to_an_audience_that_they_are_not_part_of(document: Document, cast: dict[str, User]) -> None:
    for name, area in (("legal", "privacy"), ("head", "privacy")):
        with pytest.raises(ValidationError):
            say(document, cast[name], audience="area", area=area)
    with pytest.raises(PermissionDenied):
        say(document, cast["other author"])

    actions.share_with_entity(document)
    with pytest.raises(PermissionDenied):
        say(Document.objects.get(pk=document.pk), cast["reviewer"])  # no version was sent, so nothing can be read


@pytest.fixture
def hidden(document: Document, cast: dict[str, User]) -> Comment:
    make.complete(document, cast["coordinator"])
    return say(document, cast["privacy"], SECRET, kind="must_fix", audience="area", area="privacy")


@pytest.mark.pdf
def test_what_is_kept_to_one_area_is_in_no_list_count_print_or_pdf_of_others(
    hidden: Comment, document: Document, cast: dict[str, User], as_user: SignIn
) -> None:
    comments.answer(hidden, response=SECRET, by=cast["coordinator"])
    comments.reopen(hidden, reason="Not yet.", by=cast["privacy"])
    comments.answer(hidden, response="Taken out.", by=cast["coordinator"])
    open_one = say(document, cast["privacy"], SECRET, field="overview_presence", audience="area", area="privacy")
    version = perform(Document.objects.get(pk=document.pk), "submit", by=cast["coordinator"]).versions.get()
    pages = (
        document.get_absolute_url(),
        reverse("documents:section", args=[document.pk, "overview"]),
        reverse("documents:read", args=[document.pk]) + "?comments=1",
        version.get_absolute_url() + "?comments=1",
        reverse("approvals:document", args=[document.pk]) + "?comments=1",
        all_comments(document),
    )

    privacy, legal = as_user(cast["privacy"]), as_user(cast["legal"])

    assert "1 open comment" in text(privacy, pages[0])
    for address in pages[1:]:
        assert SECRET in text(privacy, address)
    for address in pages:
        seen = text(legal, address)
        assert SECRET not in seen
        assert "1 open comment" not in seen
    for thread in (hidden, open_one):
        assert legal.get(thread.get_absolute_url()).status_code == 404
        assert legal.post(thread.get_absolute_url(), {"body": "Hello?"}).status_code == 404
    assert comments.open_counts(document, "overview", cast["legal"]) == {}
    assert comments.open_counts(document, "overview", cast["privacy"]) == {"overview_presence": 1}
    of_privacy, of_legal = (pdf._page(version, "fr", [comments_read_by(cast[name])]) for name in ("privacy", "legal"))
    assert SECRET in of_privacy
    assert SECRET not in of_legal
    assert not EventPersonal.objects.filter(reason__contains=SECRET).exists()
    assert not Event.objects.about(document).filter(verb__startswith="document.comment").exists()
    told = set(Notification.objects.filter(code__startswith="comment").values_list("recipient__name", flat=True))
    assert told == {cast[name].name for name in ("coordinator", "invited", "privacy")}


def test_a_hidden_must_fix_holds_the_document_and_its_authors_are_led_to_it(
    hidden: Comment, document: Document, cast: dict[str, User], as_user: SignIn
) -> None:
    home = text(as_user(cast["coordinator"]), document.get_absolute_url())

    assert f"{reverse('documents:section', args=[document.pk, 'overview'])}#comment-{hidden.pk}" in home
    with pytest.raises(TransitionError):
        perform(Document.objects.get(pk=document.pk), "submit", by=cast["coordinator"])
    comments.reply(hidden, body="Is this enough?", by=cast["coordinator"])
    comments.answer(hidden, response="Taken out.", by=cast["coordinator"])
    assert perform(Document.objects.get(pk=document.pk), "submit", by=cast["coordinator"]).state == "final_approval"


def test_only_the_author_of_a_comment_opens_it_again_and_the_answer_stays(
    document: Document, cast: dict[str, User], as_user: SignIn
) -> None:
    thread = say(document, cast["legal"])
    comments.answer(thread, response="No need.", kind="no_change", by=cast["coordinator"])
    address = reverse("documents:comment_reopen", args=[thread.pk])

    assert as_user(cast["auditor"]).post(thread.get_absolute_url(), {"body": "Me too."}).status_code == 403
    assert as_user(cast["coordinator"]).post(address, {"reason": "Mine"}).status_code == 403
    assert as_user(cast["legal"]).post(address, {"reason": ""}).status_code == 422
    assert as_user(cast["legal"]).post(address, {"reason": "The act asks for it."}).status_code == 302

    thread.refresh_from_db()
    kept = [(reply.author, reply.body, reply.response_kind) for reply in thread.replies.order_by("created_at", "pk")]
    assert thread.is_open
    assert kept == [(cast["coordinator"], "No need.", "no_change"), (cast["legal"], "The act asks for it.", "")]
    verbs = Event.objects.about(thread).order_by("seq").values_list("verb", flat=True)
    said = ["document.commented", "document.comment_answered", "document.comment_reopened"]
    assert list(verbs.exclude(verb="access.refused")) == said
    with pytest.raises(PermissionDenied):
        comments.answer(thread, response="Done", by=cast["head"])


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        ({"section": "nowhere"}, "about"),
        ({"field": "b_reasons"}, "about"),
        ({"section": "value", "field": "value_objectives", "row": "00000000-0000-4000-8000-000000000000"}, "about"),
        ({"field": "overview_presence", "quote": "words that nobody wrote"}, "quote"),
        ({"field": "overview_presence", "lang": "fr", "quote": "both languages"}, "quote"),
        ({"audience": "area", "area": "nonsense"}, "audience"),
        ({"body": "  "}, "body"),
    ],
)
def test_a_comment_points_at_something_that_is_there(
    document: Document, coordinator: User, where: dict[str, Any], fault: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        say(document, coordinator, **where)

    assert list(refused.value.message_dict) == [fault]


def test_quoted_words_are_found_through_marks_and_moves(document: Document, coordinator: User, as_user: SignIn) -> None:
    written = "- **Every day** we post\u00a0twice\n- See [the plan of this year](https://example.ca/plan)"
    write(document, coordinator, written, FR)
    quoted = "Every day we post twice See the plan of this year"
    thread = say(document, coordinator, field="overview_presence", lang="en", quote=quoted)
    row = actions.add_row(document, "value_objectives", {"code": "O1", "objective": {"en": "Old"}}, by=coordinator)
    say(document, coordinator, section="value", field="value_objectives", row=row.uuid, quote="Old")
    address = all_comments(document)
    assert "changed since" not in text(as_user(coordinator), address)

    write(document, coordinator, "Moved.", FR)
    cells = {"code": "O1", "objective": {"en": f"{written}."}}
    actions.save_row(Row.objects.get(pk=row.pk), cells, by=coordinator)

    seen = text(as_user(coordinator), address)
    assert "These words now stand elsewhere:" in seen
    assert f"#row-{row.uuid}:~:text=Every%20day%20we%20post%20twice" in seen
    assert seen.count("These words have been changed since.") == 1
    actions.remove_row(Row.objects.get(pk=row.pk), by=coordinator)
    assert "on a row that was removed since" in text(as_user(coordinator), address)
    assert Comment.objects.get(pk=thread.pk).quote == quoted


def test_the_entity_speaks_of_what_it_was_sent_and_never_of_the_draft(
    document: Document, cast: dict[str, User], as_user: SignIn
) -> None:
    make.complete(document, cast["coordinator"])
    document = perform(Document.objects.get(pk=document.pk), "submit", by=cast["coordinator"])
    sent = document.outline.field("overview_presence").label.en
    perform(document, "recall", by=cast["coordinator"], reason="One more look.")
    write(document, cast["coordinator"], "A new and secret draft.", FR)
    actions.share_with_entity(document)
    reviewer = as_user(cast["reviewer"])
    form = reverse("documents:comment", args=[document.pk, "overview"])
    said = {"kind": "must_fix", "body": "Say where.", "about": "overview_presence", "audience": "entity"}

    assert "secret" not in text(reviewer, form, about="overview_presence")
    assert reviewer.post(form, {**said, "quote": "new and secret"}).status_code == 422
    assert reviewer.post(form, {**said, "quote": sent}).status_code == 302

    thread = Comment.objects.get()
    assert (thread.audience, thread.area) == ("entity", "")
    comments.reply(thread, body="Here.", by=cast["coordinator"])
    seen = text(reviewer, all_comments(document))
    assert "Here." in seen
    assert "changed since" not in seen
    assert "changed since" in text(as_user(cast["coordinator"]), all_comments(document))
    codes = Notification.objects.filter(recipient=cast["reviewer"]).values_list("code", "url_name")
    assert list(codes) == [("comment.answered", "documents:thread")]


@pytest.mark.parametrize("threads", [1, 9])
def test_all_comments_are_asked_for_in_as_many_queries_however_many(
    document: Document,
    coordinator: User,
    privacy_advisor: User,
    as_user: SignIn,
    django_assert_num_queries: Any,
    threads: int,
) -> None:
    for number in range(threads):
        said = say(document, privacy_advisor, f"Remark {number}", field="overview_presence", quote="both languages")
        comments.reply(said, body="Why?", by=coordinator)
    client = as_user(coordinator)
    client.get(all_comments(document))

    with django_assert_num_queries(10):
        client.get(all_comments(document), {"state": "open", "area": "privacy", "section": "overview"})
    assert "Remark" not in text(client, all_comments(document), kind="must_fix")


def test_many_remarks_are_one_notice_until_it_is_read(
    document: Document, coordinator: User, privacy_advisor: User
) -> None:
    for number in range(3):
        say(document, privacy_advisor, f"Remark {number}")
    assert Notification.objects.filter(recipient=coordinator, code="comment.added").count() == 1

    Notification.objects.filter(recipient=coordinator).update(read_at=document.created_at)
    say(document, privacy_advisor, "One more")

    assert Notification.objects.filter(recipient=coordinator, code="comment.added").count() == 2
    assert not Notification.objects.filter(recipient=privacy_advisor).exists()


@pytest.mark.pdf
def test_the_pdf_carries_comments_for_who_asks_and_stays_the_same_for_others(
    department: Organization, coordinator: User, head: User, privacy_advisor: User, as_user: SignIn, tmp_path: Path
) -> None:
    version = make.approved_strategy(department, coordinator=coordinator, head=head).document.effective_version
    without = pdf._page(version, "fr")
    thread = say(version.document, privacy_advisor, "The bank is missing.", language="en", field="overview_presence")
    comments.answer(thread, response="Il est nommé.", by=coordinator, language="fr")

    answer = as_user(coordinator).get(reverse("documents:pdf", args=[version.pk, "fr"]), {"comments": "1"})

    assert pdf._page(version, "fr") == without
    assert answer["Content-Disposition"].endswith('-fr-avec-commentaires.pdf"')
    path = tmp_path / "commented.pdf"
    path.write_bytes(answer.content)
    assert [str(one) for one in page.validate_pdf(str(path), profile="ua1").failures] == []
    with pikepdf.open(path) as found:
        said = {str(one.get("/Lang", "")) for one in found.objects if isinstance(one, pikepdf.Dictionary)}
    assert {"en-CA", "fr-CA"} <= said


def test_who_lost_the_right_reads_and_says_nothing(document: Document, cast: dict[str, User], as_user: SignIn) -> None:
    thread = say(document, cast["privacy"], SECRET, audience="area", area="privacy")
    access.revoke(of=cast["invited"], permission="write_document", on=document)

    assert as_user(cast["invited"]).get(thread.get_absolute_url()).status_code == 404
    with pytest.raises(PermissionDenied):
        comments.reply(thread, body="Still here?", by=User.objects.get(pk=cast["invited"].pk))
