"""The verbs of plans (`plans`) and of protocols (`protocols`)."""

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

__all__ = [
    "Named",
    "StaleProtocol",
    "Words",
    "change_header",
    "check_protocol",
    "name_accounts",
    "publish_protocol",
    "rest_on_current_strategy",
    "restore_protocol",
    "retire_protocol",
    "start",
    "start_protocol",
    "write_protocol",
]
