"""What can be answered: one small table per question, in the order of the law."""
