"""核验: a site's log, its 存证点, and one that somebody else has kept."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from houqin.core.audit.checkpoints import Signed, stored
from houqin.core.schema.errors import Refused
from houqin.core.site.log_problems import CHANGED, UNCHANGED, said
from houqin.core.site.system_log import Entry, Kind
from houqin.events import verification
from houqin.events.errors import NoteInvalid
from houqin.events.examination import SIZE
from houqin.events.note import Checkpoint, Verifier, checkpoint, open_note
from houqin.events.tree import ALGORITHMS
from houqin.events.verification import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from houqin.core.site.signing import SigningKeys
    from houqin.core.site.site import Site
    from houqin.core.site.upkeep import Job
    from houqin.events.tree import Algorithm
    from houqin.events.verification import SignedHead

MOST_JOBS = 8
#: The name of the one verification of a site among its long work.
WORK = "verification"
#: Problems a page names; the command line names all.
MOST_NAMED = 20


class Judged(NamedTuple):
    """One 存证点 with what became of it."""

    signed: Signed
    signature: bool
    holds: bool


@dataclass(slots=True)
class Audit:
    """What a verification found."""

    position: int
    events: int
    problems: list[Problem]
    roots: dict[str, bytes] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)
    against: list[Checkpoint] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether everything holds."""
        return not self.problems

    @property
    def said(self) -> str:
        """The result in the one way it may be put."""
        return UNCHANGED if self.sound else CHANGED


def verify_site(
    site: Site,
    against: str | None = None,
    keys: Sequence[Verifier] = (),
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Audit:
    """Compute the log anew and compare it with every 存证点.

    :param against: the text of one kept elsewhere, or of several.
    :param keys: public keys the auditor brings along, instead of the site's own.
    :raises Refused: when the text is no 存证点 of this site.
    """
    own = site.signing_keys
    kept = [read_head(own, each, keys) for each in _notes(against)]
    with ExitStack() as stack:
        connection = stack.enter_context(site.store.reading())
        total = site.log.head(connection)[0]
        signed = stored(connection)
        heads = [head for each in signed if (head := _head(own, each))]
        wanted = [*heads, *kept]
        count = jobs or min(os.cpu_count() or 1, MOST_JOBS)
        runner = None
        if count > 1 and total > 2 * SIZE:
            runner = stack.enter_context(verification.several(site.store, count))
        done = verification.verify(
            connection,
            sizes=[head[1] for head in wanted],
            commanded=True,
            runner=runner,
            progress=(lambda position: progress(position, total)) if progress else None,
        )
    problems = [*done.problems, *verification.against(done, wanted)]
    known = {head[:2]: head[2] for head in heads}
    judged = [_judged(each, known, done) for each in signed]
    problems += [
        Problem("signature", each.signed.position, each.signed.position)
        for each in judged
        if not each.signature
    ]
    roots = {
        each.name: done.roots[each.name, done.position]
        for each in ALGORITHMS
        if (each.name, done.position) in done.roots
    }
    shown = [Checkpoint(own.origins[name], size, root) for name, size, root in kept]
    return Audit(done.position, done.events, problems, roots, judged, shown)


def begin_verification(site: Site, person: UUID | None = None) -> Job:
    """Take on the one verification of a site.

    :raises Refused: when somebody is at it already.
    """
    return site.upkeep.begin(WORK, "核验", person)


def run_verification(site: Site, begun: Job, person: UUID | None = None) -> Audit:
    """Verify by one process, and write down what came of it."""
    with begun as job:
        found = verify_site(site, jobs=1, progress=job.progress)
        job.result = f"截至登记序号{found.position:,}：{found.said}"
        if not found.sound:
            named = "；".join(map(said, found.problems[:MOST_NAMED]))
            job.result = f"{job.result}。{named}"
    site.system_log.write([Entry(Kind.AUDIT, f"核验：{job.result}", person)])
    return found


def _notes(text: str | None) -> list[str]:
    """The notes of a text: a head has no empty line but the one before who signed."""
    if text is None:
        return []
    parts = text.rstrip("\n").split("\n\n")
    if len(parts) % 2:
        return [text]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return [f"{head}\n\n{signatures}\n" for head, signatures in pairs]


def read_head(
    keys: SigningKeys, text: str, brought: Sequence[Verifier] = ()
) -> SignedHead:
    """A head somebody has kept.

    :raises Refused: when nobody known has signed it for this site.
    """
    for algorithm in ALGORITHMS:
        try:
            return _opened(keys, algorithm, text, brought)
        except NoteInvalid:
            continue
    raise Refused("这不是本站点的存证点，或数字签名无效")


def _opened(
    keys: SigningKeys, algorithm: Algorithm, text: str, brought: Sequence[Verifier]
) -> SignedHead:
    head = checkpoint(open_note(text, brought or keys.verifiers(algorithm)))
    if head.origin != keys.origins[algorithm.name]:
        raise NoteInvalid("of another log")
    return algorithm.name, head.size, head.root


def _head(keys: SigningKeys, signed: Signed) -> SignedHead | None:
    """What a stored 存证点 says, if its signature and its row agree."""
    for algorithm in ALGORITHMS:
        if algorithm.name == signed.algorithm:
            try:
                found = _opened(keys, algorithm, signed.note, ())
            except NoteInvalid:
                return None
            return found if found[1] == signed.position else None
    return None


def _judged(
    signed: Signed,
    known: dict[tuple[str, int], bytes],
    done: verification.Verified,
) -> Judged:
    key = signed.algorithm, signed.position
    signature = key in known
    return Judged(signed, signature, signature and done.roots.get(key) == known[key])


def signature_holds(keys: SigningKeys, signed: Signed) -> bool:
    """Whether a stored 存证点 was signed with a key of this site, for its position."""
    return _head(keys, signed) is not None
