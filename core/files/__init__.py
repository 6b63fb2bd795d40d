"""Attachments (附件): what may be handed in, and where the contents are kept."""
