"""What may happen to an approved document: which changes are editorial, how long an emergency may wait for advice?"""

from typing import Annotated

import pydantic
from pydantic import StrictBool, StrictInt

from frameworks.outlines import Code, PackPart

WorkingDays = Annotated[StrictInt, pydantic.Field(gt=0)]


class Editorial(PackPart):
    """What a coordinator may approve without consultation: typing errors and links, in some sections only.

    Prose of `sections` may change, and the prose in the rows of `tables`; rows come and go by another way. `words` is
    the most that may be added or taken away in all.
    """

    sections: tuple[Code, ...] = pydantic.Field(min_length=1)
    tables: tuple[Code, ...] = ()
    words: Annotated[StrictInt, pydantic.Field(gt=0)]


class Afterwards(PackPart):
    """What may follow an approval, for one kind of document.

    Without `editorial` no change is; without `emergency_days` (working days within which every area answers after an
    emergency approval) there is none. `attests_review` says whether a review may end by stating that nothing changed.
    `revocation_days` are the working days within which somebody settles what rested on a revoked document.
    """

    editorial: Editorial | None = None
    emergency_days: WorkingDays | None = None
    attests_review: StrictBool = False
    revocation_days: WorkingDays | None = None
