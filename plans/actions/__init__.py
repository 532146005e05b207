"""The verbs of plans (`plans`), of protocols (`protocols`), and of what plans rely on (`reliance`)."""

from plans.actions.plans import Named, change_header, name_accounts, rest_on_current_strategy, start
from plans.actions.protocols import (
    StaleProtocol,
    Words,
    check_protocol,
    publish_protocol,
    restore_protocol,
    retire_protocol,
    start_protocol,
    write_protocol,
)
from plans.actions.reliance import Said, answer_conditions, confirm_coverage

__all__ = [
    "Named",
    "Said",
    "StaleProtocol",
    "Words",
    "answer_conditions",
    "change_header",
    "check_protocol",
    "confirm_coverage",
    "name_accounts",
    "publish_protocol",
    "rest_on_current_strategy",
    "restore_protocol",
    "retire_protocol",
    "start",
    "start_protocol",
    "write_protocol",
]
