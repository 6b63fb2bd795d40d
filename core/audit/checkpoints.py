"""存证点: the heads of both trees, signed on demand, by schedule and at month's end.

A head is signed only if the tree it stands for begins with the one signed last.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from houqin.core.projection.horizon import day_start, local_day
from houqin.core.schema import types
from houqin.core.schema.errors import Refused
from houqin.core.site.signing import SigningKeyMissing, heads_path
from houqin.core.site.system_log import Entry, Kind, wall_now
from houqin.events import proofs
from houqin.events.errors import LogError, NoteInvalid
from houqin.events.instants import HOUR, to_text
from houqin.events.note import Checkpoint, checkpoint, open_note, parse
from houqin.events.tree import ALGORITHMS, Frontier
from houqin.events.tree_nodes import StoredTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from houqin.core.site.signing import SigningKeys
    from houqin.core.site.site import Site
    from houqin.events.store import Connection
    from houqin.events.tree import Algorithm


class Occasion(types.Choice):
    """Why a head was signed."""

    DEMAND = "demand", "手工存证"
    SCHEDULE = "schedule", "定时存证"
    MONTH = "month", "月末存证"
    EVIDENCE = "evidence", "取证存证"


class Signed(NamedTuple):
    """One 存证点 as it is stored; `signed` by the site's clock."""

    algorithm: str
    position: int
    signed: int
    occasion: str
    person: UUID | None
    note: str


#: Months whose ends are still signed where nobody was there to do it.
MONTHS = 12
_COLUMNS = ", ".join(Signed._fields)
_ALL = f"SELECT {_COLUMNS} FROM [checkpoint] ORDER BY position DESC, algorithm"  # noqa: S608 - constants
_LAST = (
    f"SELECT {_COLUMNS} FROM [checkpoint] WHERE algorithm = ?"  # noqa: S608 - constants
    " ORDER BY position DESC LIMIT 1"
)
_ONE = f"SELECT {_COLUMNS} FROM [checkpoint] WHERE algorithm = ? AND position = ?"  # noqa: S608 - constants
# Two processes may sign the same head at once; either signature will do.
_INSERT = (
    f"INSERT INTO [checkpoint] ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants
    " ON CONFLICT (algorithm, position) DO NOTHING"
)
_HEAD = "SELECT position, frontier_{} FROM [log_head]"
_NOT_CONSISTENT = "现在的原始记录与上一个存证点不一致，没有存证；请先核验"


def stored(connection: Connection, limit: int | None = None) -> list[Signed]:
    """Every 存证点, the newest first."""
    sql = _ALL if limit is None else f"{_ALL} LIMIT {limit:d}"
    return [_signed(row) for row in connection.execute(sql)]


def last(connection: Connection, algorithm: Algorithm) -> Signed | None:
    """The newest 存证点 of a tree."""
    found = connection.execute(_LAST, (algorithm.name,))
    return _signed(found[0]) if found else None


def one(connection: Connection, algorithm: str, position: int) -> Signed | None:
    """The 存证点 of a tree at a position."""
    found = connection.execute(_ONE, (algorithm, position))
    return _signed(found[0]) if found else None


def _signed(row: tuple[object, ...]) -> Signed:
    algorithm, position, signed, occasion, person, note = row
    known = UUID(bytes=bytes(person)) if person is not None else None  # type: ignore[call-overload]  # bytes in either driver
    return Signed(algorithm, position, signed, occasion, known, note)  # type: ignore[arg-type]  # as selected


def sign(
    site: Site,
    occasion: Occasion = Occasion.DEMAND,
    person: UUID | None = None,
    position: int | None = None,
) -> list[Signed]:
    """Sign both trees as they are, or as they were at an earlier position.

    What is signed already is returned as it is.

    :raises Refused: when there is nothing to sign, or it contradicts what was signed.
    :raises SigningKeyMissing: without the key.
    """
    keys = site.signing_keys
    with site.store.writing() as connection:
        size = site.log.head(connection)[0] if position is None else position
        if not size:
            raise Refused("还没有原始记录，不能存证")
        signed = []
        for algorithm in ALGORITHMS:
            known = one(connection, algorithm.name, size)
            if known is None:
                signer = keys.signer(algorithm)
                root = _consistent_root(site, connection, algorithm, size)
                head = Checkpoint(signer.verifier.name, size, root)
                known = Signed(
                    algorithm.name, size, site.now(), occasion.value, person,
                    signer.sign(str(head)),
                )  # fmt: skip
                by = person.bytes if person else None
                connection.run(_INSERT, (*known[:4], by, known.note))
            signed.append(known)
        newest = last(connection, ALGORITHMS[0])
        if newest and newest.position == size:
            _keep_heads(keys, signed)
    return signed


def _keep_heads(keys: SigningKeys, signed: Sequence[Signed]) -> None:
    try:
        keys.keep_heads({each.algorithm: each.note for each in signed})
    except OSError as error:
        said = f"存证点写不进{heads_path(keys.path)}，没有存证"
        raise Refused(said) from error


def give_up(site: Site) -> list[str]:
    """Be held no more to the heads kept beside the key: the log is an older one now.

    The system log says so, and the heads stay under another name. Who kept one of them
    elsewhere is told the difference all the same.

    :returns: their notes.
    :raises Refused: when none are kept.
    """
    now = to_text(wall_now())
    given_up = site.signing_keys.give_up_heads(now)
    if not given_up:
        raise Refused("没有留存在密钥旁的存证点")
    upto = "、".join(dict.fromkeys(map(_size_of, given_up.values())))
    said = f"不再以密钥旁留存的存证点（登记序号{upto}）为准"
    site.system_log.write([Entry(Kind.AUDIT, said)])
    return list(given_up.values())


def _size_of(note: str) -> str:
    try:
        return f"{checkpoint(parse(note).text).size:,}"
    except NoteInvalid:
        return "无法读出"


def _consistent_root(
    site: Site, connection: Connection, algorithm: Algorithm, size: int
) -> bytes:
    """The root at a size, of a tree that goes on from the one signed last."""
    try:
        tree = StoredTree(connection, algorithm)
        ((head, packed),) = connection.execute(_HEAD.format(algorithm.name))
        now = Frontier(algorithm, head, bytes(packed)).root
        root = tree.root(size)
        _require_consistent(tree, Checkpoint("", size, root), head, now)
        for before in _signed_before(site, connection, algorithm):
            if before.size > head:
                raise Refused(_NOT_CONSISTENT)
            _require_consistent(tree, before, head, now)
    except NoteInvalid:
        raise Refused("上一个存证点的数字签名无效，没有存证；请先核验") from None
    except (LogError, ValueError):
        raise Refused(_NOT_CONSISTENT) from None
    return root


def _signed_before(
    site: Site, connection: Connection, algorithm: Algorithm
) -> Iterator[Checkpoint]:
    """The head signed last as the database has it, and as it lies beside the key.

    :raises NoteInvalid: for one that another key or another site has signed, and one
        that stands at another position than its own.
    """
    keys = site.signing_keys
    if before := last(connection, algorithm):
        found = _opened(keys, algorithm, before.note)
        if found.size != before.position:
            message = f"{found.size} at {before.position}"
            raise NoteInvalid(message)
        yield found
    if kept := keys.last_head(algorithm):
        yield _opened(keys, algorithm, kept)


def _opened(keys: SigningKeys, algorithm: Algorithm, note: str) -> Checkpoint:
    found = checkpoint(open_note(note, keys.verifiers(algorithm)))
    if found.origin != keys.origins[algorithm.name]:
        raise NoteInvalid(found.origin)
    return found


def _require_consistent(
    tree: StoredTree, before: Checkpoint, size: int, root: bytes
) -> None:
    proof = proofs.consistency(tree, before.size, size)
    proofs.check_consistency(
        tree.algorithm, before.size, size, proof, before.root, root
    )


def tick(site: Site) -> None:
    """Sign what is due by now.

    Cheap when nothing is, harmless when several processes call it.

    :raises Refused: as `sign` does, once it stands in 系统日志.
    :raises SigningKeyMissing: likewise.
    """
    with site.reader() as reader:
        wanted = due(site, reader.connection)
    for occasion, position in wanted:
        try:
            sign(site, occasion, position=position)
        except (Refused, SigningKeyMissing) as refusal:
            site.system_log.write([Entry(Kind.FAULT, f"没有存证：{refusal}")])
            raise


def due(site: Site, connection: Connection) -> list[tuple[Occasion, int]]:
    """What is to be signed now: months as they ended, then the present."""
    head = site.log.head(connection)[0]
    before = last(connection, ALGORITHMS[0])
    ended = list(_ended_unsigned(site, connection, 1 if before is None else MONTHS))
    wanted = [(Occasion.MONTH, position) for position in reversed(ended)]
    newest = max([before.position if before else 0, *ended])
    hours = site.setting(connection, "core.checkpoint_hours")
    waited = before is None or site.now() - before.signed >= hours * HOUR
    if head > newest and waited:
        wanted.append((Occasion.SCHEDULE, head))
    return wanted


def _ended_unsigned(site: Site, connection: Connection, most: int) -> Iterator[int]:
    """The last positions of months, back to one that is signed, the newest first."""
    day = local_day(site.now(), site.zone)
    for _ in range(most):
        day = day.replace(day=1)
        ended = site.log.position_at(connection, day_start(day, site.zone))
        if not ended or one(connection, ALGORITHMS[0].name, ended):
            return
        yield ended
        day -= timedelta(1)
