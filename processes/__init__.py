"""What the organisation does: who answers for it, how much depends on it, what goes in and comes out.

ISO 9001:2015 4.4.1 asks for inputs, outputs, responsibilities and evaluation of each process, 9.2.2 a for audits whose
frequency follows the importance of the processes.
"""
