"""What does somebody read and acknowledge before they may speak for a department through an account?"""

from datetime import date
from typing import Annotated

import pydantic
from pydantic import StrictInt

from frameworks.outlines import Code, Obligation, PackPart
from frameworks.texts import Text


class Undertaking(PackPart):
    """One text to read and acknowledge, with its version and since when its words stand.

    It is asked again when `version` changes and, with `months`, so long after it was last acknowledged.
    """

    code: Code
    version: Annotated[StrictInt, pydantic.Field(gt=0)]
    since: date
    months: Annotated[StrictInt, pydantic.Field(gt=0)] | None = None
    title: Text
    text: Text
    source: Text
    obligations: tuple[Obligation, ...] = ()
