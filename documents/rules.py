"""Who may read, write and comment on a document?"""

from typing import Any

from govsocial.core.access import Rule, anybody, both, either, granted
from organizations.models import Role
from organizations.rules import belongs, has_a_role, holds, is_entity_auditor, is_reviewer


def is_owner(user: Any, obj: Any) -> bool:
    """Hold for the person who started the document, as long as they are an author there."""
    return obj is not None and obj.owner_id == user.pk and user.has_role(Role.AUTHOR, obj.organization_id)


def was_sent_to_entity(user: Any, obj: Any) -> bool:
    """Hold for the entity's people on what a department has sent them."""
    return obj is not None and obj.shared_with_entity and user.is_of_entity


# Being invited to write stands on a role in the department and ends with it.
is_invited = both(belongs, granted("write_document"))
writes = either(holds(Role.COORDINATOR), is_owner, is_invited)
reads = either(belongs, granted("read_document"))
reads_versions = either(belongs, granted("read_document"), is_reviewer, is_entity_auditor)
# The entity's reviewers speak of what they were sent, to the entity's audience only (`comments.audiences`).
comments = either(
    holds(Role.COORDINATOR, Role.ADVISOR, Role.HEAD), is_owner, is_invited, both(was_sent_to_entity, is_reviewer)
)


def may_comment_there(user: Any, obj: Any) -> bool:
    """Hold for who may comment on the document that the comment `obj` is about."""
    return comments(user, obj.document)


def said_it(user: Any, obj: Any) -> bool:
    """Hold for the author of a comment."""
    return obj.author_id == user.pk


READ = Rule("documents.read", reads)
READ_SENT = Rule("documents.read_sent", either(reads, was_sent_to_entity, is_entity_auditor))
# visible_to already decides which versions somebody may open, examples of other departments among them.
READ_VERSION = Rule("documents.read_version", anybody)
# visible_to already decides which files somebody may have: those of the draft, or of a version.
READ_ATTACHMENT = Rule("documents.read_attachment", anybody)
# What is shared as an example is there for everybody who works with the register.
EXAMPLES = Rule("documents.examples", has_a_role)
WRITE = Rule("documents.write", writes)
COMMENT = Rule("documents.comment", comments)
RESOLVE = Rule("documents.resolve", writes)
# visible_to already decides which comments somebody may open, by their audience.
READ_COMMENT = Rule("documents.read_comment", anybody)
REOPEN_COMMENT = Rule("documents.reopen_comment", both(said_it, may_comment_there))
# About an organization: which questions its documents ask beside the pack's.
OWN_QUESTIONS_ROLES = (Role.COORDINATOR, Role.ADMINISTRATOR)
OWN_QUESTIONS = Rule("documents.own_questions", holds(*OWN_QUESTIONS_ROLES))
INVITE = Rule("documents.invite", holds(Role.COORDINATOR))
