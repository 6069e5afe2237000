"""Privacy: processing activities, impact assessments, breaches, requests of data subjects (GDPR 12–36, CCPA)."""
