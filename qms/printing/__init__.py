"""Prints: HTML in, PDF out. Functions over plain arguments; knows no record.

Three rooms in one: `render` turns HTML into a PDF in a process of its own, `shapes` and `templates/print/`
say what a print looks like, `store` and `stamp` keep a print once and lay over it what belongs to one reader.
WeasyPrint is imported only by `qms.printing.child`, never by a web worker.
"""
