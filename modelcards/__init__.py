"""AI systems and their versions, datasets, model cards, release policies, the release gate, and monitors.

ISO/IEC 42001:2023 asks for an inventory of resources and systems (A.4), documentation of data (A.7), verification and
validation before use (A.6.2.4), and monitoring in operation (A.6.2.6); the EU AI Act for technical documentation
(Art. 11), a risk class (Art. 5 to 7, 50, 51) and post-market monitoring (Art. 72). A model card binds them together.
"""
