"""What many nonconformities say together: Pareto, ageing, time to close, extensions, repeat rate.

Everything is counted over what the reader may see, in a number of queries that does not depend on how many there are.
"""
