"""Argon2 with the smallest cost: the same kind of hash as in production, so that a real server accepts it."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 8
    parallelism = 1
