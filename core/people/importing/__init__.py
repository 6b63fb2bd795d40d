"""Units and people out of a workbook: the template, the strict reading, the command.

A file is read whole and judged whole; nothing is recorded until every row is right.
"""
