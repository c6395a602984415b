"""Word and PowerPoint documents: their text and tables, and their way to PDF by LibreOffice.

May import `imaging`, `layout` and what they may.
"""
