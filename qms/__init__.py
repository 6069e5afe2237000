"""The engine: how any record is numbered, written, moved, signed, remembered, proven, found, printed and shown."""

__version__ = "0.5.1"
