"""The kinds of links, each with how it reads from the other end."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "raises": (_("raises"), _("raised by")),
    "addresses": (_("addresses"), _("addressed by")),
    "mitigates": (_("mitigates"), _("mitigated by")),
    "evidences": (_("is evidence for"), _("has evidence")),
    "satisfies": (_("satisfies"), _("satisfied by")),
    "supersedes": (_("supersedes"), _("superseded by")),
    "concerns": (_("concerns"), _("concerned by")),
    "recurs": (_("is a recurrence of"), _("has recurred as")),
}
KIND_CHOICES = [(key, here) for key, (here, _there) in KINDS.items()]
