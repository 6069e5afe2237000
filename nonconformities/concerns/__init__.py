"""Concerns that can be raised without anybody learning who did (ISO/IEC 42001 A.3.3): receipts, tray, handlers."""
