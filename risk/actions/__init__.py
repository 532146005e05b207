"""The verbs of this room: describe and review a platform; record, sign and share an assessment.

Each leaves a former state in the history and a line in the ledger.
"""

from risk.actions.assessments import change_assessment, record_assessment, start_record
from risk.actions.changing import Told, answer_change, call_off, record_change
from risk.actions.keeping import latest, refuse_stale
from risk.actions.naming import record_from_outside
from risk.actions.platforms import add_platform, describe_platform, pre_review, restore, withdraw
from risk.actions.sharing import answer, share, take_back

__all__ = [
    "Told", "add_platform", "answer", "answer_change", "call_off", "change_assessment", "describe_platform", "latest",
    "pre_review", "record_assessment", "record_change", "record_from_outside", "refuse_stale", "restore", "share",
    "start_record", "take_back", "withdraw",
]  # fmt: skip
