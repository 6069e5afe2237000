"""What the engine answers when it refuses. One table for pages and API (architecture, section 6)."""

from collections.abc import Iterable, Mapping


class Said(str):
    """A sentence that knows where it belongs: beside a `field`, or to be mended at `way`, below the record's address.

    `way` is such as "causes/" or "edit/?section=effect"; a page makes a link of it. `see` is the address of something
    else that the sentence speaks of.
    """

    field = ""
    way = ""
    see = ""

    def __new__(cls, sentence: object, *, field: str = "", way: str = "", see: str = "") -> "Said":
        made = super().__new__(cls, str(sentence))
        made.field, made.way, made.see = field, way, see
        return made


class Refused(Exception):
    """A request that was understood and not carried out; nothing was changed.

    `sentences` say what is wrong and what to do; `fields` holds the same per form field.
    """

    status = 400
    code = "refused"

    def __init__(self, *sentences: object, fields: Mapping[str, Iterable[object]] | None = None) -> None:
        self.sentences = [s if isinstance(s, Said) else str(s) for s in sentences]
        self.fields = {name: [str(s) for s in said] for name, said in (fields or {}).items()}
        super().__init__(" ".join(self.all_sentences()))

    def all_sentences(self) -> list[str]:
        """Every sentence, those of fields with the field's name in front."""
        return self.sentences + [f"{name}: {s}" for name, said in self.fields.items() for s in said]


class BadRequest(Refused):
    """An unknown parameter or key, a cursor that is none."""

    status, code = 400, "bad-request"


class Forbidden(Refused):
    """The actor may see the record but may not do this."""

    status, code = 403, "forbidden"


class ProofRefused(Forbidden):
    """The proof that came with a signing does not hold."""

    code = "proof-refused"


class WrongPassword(ProofRefused):
    """Somebody tried; counted and reported (21 CFR 11.300(d))."""

    code = "wrong-password"


class NotVisible(Refused):
    """No such record, or one the actor may not see: the answer is the same."""

    status, code = 404, "not-found"


class WrongState(Refused):
    """The state of the record forbids the move."""

    status, code = 409, "wrong-state"


class NotYet(WrongState):
    """The record has not come to the move yet: it starts in a later state."""


class Stale(Refused):
    """The record was changed since the actor saw it."""

    status, code = 412, "stale"


class TooLarge(Refused):
    """An upload or text beyond its limit."""

    status, code = 413, "too-large"


class WrongType(Refused):
    """A file of a type that is not taken, or whose content is not what its name says."""

    status, code = 415, "wrong-type"


class Invalid(Refused):
    """Values that do not fit their fields."""

    status, code = 422, "invalid"


class Unmet(Refused):
    """A guard that is not met: each sentence says what to do, and knows the field that it is about."""

    status, code = 422, "guard-not-met"


class NeedsMatch(Refused):
    """A change by API without If-Match."""

    status, code = 428, "if-match-required"


class TooMany(Refused):
    """Too many attempts in a short time."""

    status, code = 429, "too-many"
