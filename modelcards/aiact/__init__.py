"""The EU AI Act as far as a register of systems needs it: questions with their options, the class that follows from the
answers, dates of application, the way to conformity, and the headings of the technical file.

Pure functions over plain data: no Django models. Words are our own and short; the law is at EUR-Lex, and each option
names the place where it stands. What the law may move (dates, limits) is in `dates.toml`.
"""
