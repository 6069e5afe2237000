"""The statement every signer accepts once per version before the first signature (21 CFR 11.10(j), 11.100(c))."""

from django.utils.translation import gettext_lazy as _

VERSION = "1"
TEXT = _(
    "My electronic signature is the legally binding equivalent of my handwritten signature. I sign only what I have "
    "read and what I stand for, I keep my password to myself, and I report at once if somebody else may know it."
)
