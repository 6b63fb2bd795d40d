"""What a site's database knows of attachments, wherever their contents are."""

from __future__ import annotations

import sqlalchemy as sa

attachment_metadata = sa.MetaData()

sa.Table(
    "attachment",
    attachment_metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    #: Microseconds UTC by the wall's clock, of the last upload.
    sa.Column("stored", sa.BigInteger, nullable=False),
    # One tree instead of two; long contents lie beside either.
    sqlite_with_rowid=False,
)

#: Who handed a content in, so that nobody takes up another one's by its digest.
sa.Table(
    "attachment_upload",
    attachment_metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("person", sa.LargeBinary, primary_key=True),
    sa.Column("stored", sa.BigInteger, nullable=False),
    # As above.
    sqlite_with_rowid=False,
)

sa.Table(
    "attachment_thumbnail",
    attachment_metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    # As above.
    sqlite_with_rowid=False,
)

#: Contents, where the installation keeps them in the database.
sa.Table(
    "attachment_body",
    attachment_metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True),
    sa.Column("stored", sa.BigInteger, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    # As above.
    sqlite_with_rowid=False,
)
