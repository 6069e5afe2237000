"""The ways of complaint, the same for everybody (GDPR 12(4), 77, 79)."""

from django.utils.translation import gettext as _


def remedies() -> str:
    """What every letter says of them, unless somebody wrote something else."""
    return _(
        "You can complain to the data protection authority of the place where you live or work, or where we are, and "
        "you can go to court."
    )
