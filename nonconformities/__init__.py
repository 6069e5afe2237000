"""What is not as it should be: corrected at once, its cause found and removed, the effect checked, closed by signature.

ISO 9001:2015 10.2 asks for correction, consequences, cause, similar cases, action and its effectiveness, 8.7.2 for what
was done with nonconforming output and who decided. Actions are a register of their own and link to the nonconformity.
"""
