"""Whom does a comment concern, and what are they told? Never more than they may read.

Several comments on one document are one notice until it is read: a review that leaves twenty remarks is one piece of
news. What was said is not in the notice, which is also a letter; it is on the page that the notice leads to.
"""

from collections.abc import Iterable

from documents.comments import News
from documents.models import Comment, Document
from govsocial.core import access
from organizations.models import Role, User
from reminders.actions import Telling, tell
from reminders.models import Notification
from reminders.people import Roster, Seat, names, reviewers

ANSWERS = {"answered", "replied"}


def on_comment(news: News) -> None:
    """Tell those whom `news` concerns and who may read it, never the one who said it."""
    thread = news.thread
    document = thread.document
    is_for_speakers = news.verb in ANSWERS
    code = "comment.answered" if is_for_speakers else "comment.added"
    subject = thread.pk if is_for_speakers else document.pk
    key = f"{code}:{subject}"
    ids = may_read(thread, concerned(news) - {news.by.pk}) - have_it_unread(key)
    tell(
        Telling(
            key=key,
            cycle=f"c{news.said.pk}.{news.verb}",
            recipient_id=recipient_id,
            code=code,
            params={
                "document": {"en": document.title_en, "fr": document.title_fr},
                "organization": names(document.organization),
                "by": str(news.by),
            },
            url_name="documents:thread" if is_for_speakers else "documents:comments",
            url_args=(subject,),
        )
        for recipient_id in sorted(ids)
    )


def concerned(news: News) -> set[int]:
    """Return the ids of those whom it concerns: of a new comment the authors and whoever it was said to; of a reply or
    an answer those who spoke before; of an opening again the authors and who had answered."""
    thread = news.thread
    if news.verb == "answered":
        return speakers(thread)
    if news.verb == "replied":
        return speakers(thread) | {thread.document.owner_id}
    return writers(thread.document) | listeners(thread) | speakers(thread)


def speakers(thread: Comment) -> set[int]:
    """Return the ids of those who said something in a conversation."""
    return {thread.author_id, *thread.replies.values_list("author_id", flat=True)}


def writers(document: Document) -> set[int]:
    """Return the ids of those who write a document: its owner, the coordinators, whoever was invited."""
    coordinators = Roster([document.organization_id]).seated(document.organization_id, Seat(Role.COORDINATOR))
    invited = access.people_granted(document, "write_document").values_list("user_id", flat=True)
    return {document.owner_id, *coordinators, *invited}


def listeners(thread: Comment) -> set[int]:
    """Return the ids of those to whom a comment was said beside the authors: an area's advisors, the reviewers."""
    if thread.audience == Comment.Audience.AREA:
        organization = thread.document.organization_id
        return Roster([organization]).seated(organization, Seat(Role.ADVISOR, area=thread.area))
    is_for_entity = thread.audience == Comment.Audience.ENTITY and thread.document.shared_with_entity
    return reviewers() if is_for_entity else set()


def may_read(thread: Comment, ids: Iterable[int]) -> set[int]:
    """Return those of `ids` who may read the conversation today: a role may have ended since somebody spoke."""
    people = User.objects.filter(pk__in=ids, is_active=True)
    return {one.pk for one in people if Comment.objects.visible_to(one).filter(pk=thread.pk).exists()}


def have_it_unread(key: str) -> set[int]:
    """Return the ids of those who were told of it and have not looked yet."""
    return set(Notification.objects.unread().filter(key=key).values_list("recipient_id", flat=True))
