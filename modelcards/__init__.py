"""AI systems and their model cards: from a card pushed in CI to a signed card, a release gate and a watched model.

Asked for by ISO/IEC 42001 (6.1.4, 8, Annex A), the AI Act (articles 9 to 15, 72) and ISO 9001 (8.3, 9.1).
"""
