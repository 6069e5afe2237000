"""What somebody must do by a date: corrections, corrective and preventive actions, risk treatments, improvements.

ISO 9001:2015 10.2.1 c asks that needed action is taken, 6.1.2 that actions on risks are planned and evaluated, 10.2.2
that their results are kept. Whatever raised an action links to it; an action knows no other register.
"""
