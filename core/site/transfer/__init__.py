"""A site in one file: written here, read on another machine or database.

``docs/site-file.md`` says what is in it.
"""
