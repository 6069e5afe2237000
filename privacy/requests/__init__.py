"""Requests of data subjects: their clocks, what files call their columns, the answer on paper."""
