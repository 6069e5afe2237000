"""Eight disciplines (8D): the same nonconformity, worked in nine steps that wait for one another (CA-02).

Global 8D as customers of the automotive and medical industries expect it: D0 prepare, D1 team, D2 problem, D3 interim
containment, D4 root cause and escape point, D5 permanent actions, D6 implementation, D7 prevention, D8 closing.
"""
