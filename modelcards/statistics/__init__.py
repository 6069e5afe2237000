"""Control charts, capability, drift and fairness: pure functions over plain numbers.

No function here reads a record, a clock or a setting. Numbers go in as `int`, `float`, `Decimal` or `Fraction`, None is
a value that is missing, and nothing that is no finite number ever comes out: what cannot be computed is None
("undefined") or refused with a sentence. docs/statistics.md lists formulas, sources and options.
"""
