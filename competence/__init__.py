"""Who must know what in which role, who does, and until when (ISO 9001:2015 7.2, 21 CFR 11.10(i), ISO 19011 7)."""
