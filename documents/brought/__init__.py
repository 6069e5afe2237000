"""Documents from elsewhere: a folder or a ZIP of Markdown, text, DOCX and PDF, read file by file (MK-25)."""
