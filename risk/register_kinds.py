"""What does a kind of document owe that keeps a register of risks? Its guard and its effect on approval."""

from documents.kinds import Kind
from risk.acceptance import remaining_is_accepted
from risk.actions.treating import register


def keeps_register(kind: Kind) -> None:
    """Hold a kind's approval until what remains is accepted, and register the risks of its versions.

    Called by the room that has the kind: plans stand above this one.
    """
    kind.guard("submit", "approve")(remaining_is_accepted)
    kind.effect("consult", "submit", "approve")(register)
