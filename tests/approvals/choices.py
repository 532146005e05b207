"""What may happen in a random history: which acts, how often, by whom and in which ways?"""

from typing import Any

from hypothesis import strategies as st

from approvals.models import Amendment, Decision, SignOff
from approvals.workflow import MACHINE
from documents.models import Version
from organizations.models import Delegation
from tests.approvals.company import ROLES, SECTIONS
from tests.approvals.oracle import COVERS

VERBS = sorted({step.verb for step in MACHINE.transitions})
WORDS = ("one", "two", "three")
anybody = st.sampled_from([*ROLES, "stranger", "other head", "reviewer"])
sections, areas = st.sampled_from(SECTIONS), st.sampled_from(sorted(COVERS))
classes = st.sampled_from([str(one) for one in Amendment.Class])
deciders = st.sampled_from(["head", "second head", "auditor", "auditor", "legal", "coordinator", "second coordinator"])

#: What may happen, how often, and in which ways.
CHOICES: dict[str, tuple[int, dict[str, Any]]] = {
    "write": (2, {"part": anybody, "section": sections, "words": st.sampled_from(WORDS)}),
    "rename": (1, {"part": anybody, "words": st.sampled_from(WORDS)}),
    "invite": (1, {"part": anybody, "invited": anybody}),
    "move": (
        5,
        {
            "part": st.one_of(anybody, deciders, st.just("coordinator")),
            "verb": st.sampled_from(VERBS),
            "change": classes,
            "reason": st.sampled_from(["", "Because."]),
        },
    ),
    "go_on": (
        8,
        {
            "steps": st.integers(1, 4),
            "decider": deciders,
            "change": classes,
            "writer": st.sampled_from(["coordinator", "second coordinator"]),
            "settles": st.booleans(),
            "touches": st.sampled_from(["", *SECTIONS]),
        },
    ),
    "sign": (1, {"part": anybody, "area": areas, "decision": st.sampled_from([str(one) for one in SignOff.Decision])}),
    "sign_as_asked": (
        3,
        {"area": areas, "decision": st.sampled_from([str(one) for one in SignOff.Decision]), "blocks": st.booleans()},
    ),
    "transcribe": (1, {"part": anybody, "area": areas, "decision": st.sampled_from(["concur", "do_not_concur"])}),
    "settle_condition": (
        2,
        {
            "part": anybody,
            "step": st.sampled_from(["report", "accept", "refuse", "withdraw"]),
            "place": st.integers(0, 3),
        },
    ),
    "answer_objection": (2, {"part": st.sampled_from(["author", "coordinator", "communications"]), "area": areas}),
    "designate": (
        2,
        {
            "part": st.sampled_from(["head", "head", "second head", "auditor"]),
            "delegate": st.sampled_from(["auditor", "auditor", "auditor", "legal", "author", "stranger"]),
            "kinds": st.sampled_from([(), (), ("strategy",), ("plan",)]),
            "capacity": st.sampled_from([str(one) for one in Delegation.Capacity]),
            "days": st.tuples(st.integers(-1, 1), st.integers(0, 20)),
        },
    ),
    "revoke_letter": (1, {"part": anybody, "place": st.integers(0, 5)}),
    "end_role": (
        1,
        {
            "part": st.sampled_from(["head", "second head", "legal", "privacy", "second coordinator"]),
            "ends_at_once": st.booleans(),
            "by": st.sampled_from(["administrator", "head"]),
        },
    ),
    "grant_role": (1, {"part": anybody, "role": st.sampled_from(["head", "coordinator", "author"])}),
    "wait": (1, {"days": st.integers(1, 12)}),
    "tamper": (1, {"table": st.sampled_from([Version, Decision, SignOff]), "way": st.integers(0, 4)}),
}
ACTS = st.one_of(
    *(
        st.tuples(st.just(name), st.fixed_dictionaries(ways))
        for name, (weight, ways) in CHOICES.items()
        for _turn in range(weight)
    )
)
