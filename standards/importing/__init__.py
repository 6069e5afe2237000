"""Bringing standards and mappings in as files: `read` understands a file, `bring` compares it with the tables.

What comes in is the user's own data, texts included; nothing of it is ever shipped.
"""
