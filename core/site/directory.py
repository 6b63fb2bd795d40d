"""Which sites there are, and in which store each lies.

``var/sites/<name>.db`` is a SQLite site; ``var/sites/<name>.url`` holds the address of
a PostgreSQL server, where the site is the schema ``houqin_<name>``. The key that wraps
a site's personal keys lies apart, in ``var/keys/<name>.key``, beside the one that signs
its 存证点, ``var/keys/<name>.signing``.
"""

from __future__ import annotations

import os
import re
import threading
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from houqin.core.files.database import DatabaseStore
from houqin.core.files.folder import FolderStore
from houqin.core.people.keyring import KEY_BYTES, new_site_key
from houqin.core.site.opening import open_log
from houqin.core.site.plugins.requiring import at_opening, to_install
from houqin.core.site.plugins.running import install_rest
from houqin.core.site.signing import new_signing_key, public_path
from houqin.core.site.site import Site
from houqin.events.clock import Clock, SystemClock
from houqin.events.errors import StoreExists
from houqin.events.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from houqin.core.registry.declarations import Declarations
    from houqin.events.store import Store

#: More sites than these are not all opened for nothing.
FEW = 10
#: Of a site that names no other.
ZONE = "Asia/Shanghai"
#: Where attachments may be kept, the default first.
PLACES = FOLDER, DATABASE = "folder", "database"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
#: First parts of addresses that are no site's, now or some day.
RESERVED = frozenset(
    {"admin", "api", "health", "metrics", "new", "openapi", "sites", "static", "themes"}
)


class SiteMissing(LookupError):
    """There is no site of that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"没有站点“{name}”")


class SiteExists(ValueError):
    """The name is taken."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"站点“{name}”已经存在")


class SiteNameInvalid(ValueError):
    """Names are also file and schema names."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"站点名“{name}”留给系统自己的页面，请换一个"
            if name in RESERVED
            else f"站点名“{name}”不合规定："
            "小写字母开头，只用小写字母、数字和下划线，最多32个"
        )


class SiteKeyMissing(LookupError):
    """The site's key file is gone or is no key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"站点密钥文件缺失或损坏：{path}")


class SiteKeyLeft(ValueError):
    """The key of a site lies here whose store does not; nothing could replace it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"站点密钥文件还在，而站点数据库不在：{path}；"
            "请先恢复数据库，或把密钥文件移到别处保存"
        )


class Directory:
    """The sites of one installation; each is opened when it is first asked for.

    :param attachments: where new attachments are kept, ``folder`` or ``database``.
    :param durable: whether a commit to a SQLite site waits for the disk; loading does
        without, where an interruption leaves nothing.
    """

    def __init__(
        self,
        var: Path,
        declarations: Declarations,
        *,
        durable: bool = True,
        attachments: str = FOLDER,
    ) -> None:
        if attachments not in PLACES:
            known = "、".join(PLACES)
            raise ValueError(f"houqin.attachments只能是{known}，不能是{attachments}")
        self.var = var
        self.declarations = declarations
        self.durable = durable
        self.attachments = attachments
        #: Told of each site when this process opens it; must not raise.
        self.when_opened: list[Callable[[Site], None]] = []
        self._open: dict[str, Site] = {}
        self._lock = threading.Lock()

    @property
    def sites(self) -> Path:
        """Where the sites lie."""
        return self.var / "sites"

    def names(self) -> list[str]:
        """The names of all sites."""
        if not self.sites.is_dir():
            return []
        found = {
            p.stem
            for p in self.sites.iterdir()
            if p.suffix in {".db", ".url"} and _NAME.fullmatch(p.stem)
        }
        return sorted(found)

    def awake(self) -> list[str]:
        """All of a few sites; of many those that are open.

        For whoever looks around without having been asked for one of them.
        """
        names = self.names()
        if len(names) <= FEW:
            return names
        return [name for name in names if self.opened(name) is not None]

    def key_path(self, name: str) -> Path:
        """Where the site's key lies."""
        return self.var / "keys" / f"{name}.key"

    def signing_path(self, name: str) -> Path:
        """Where the key lies that signs the site's 存证点."""
        return self.var / "keys" / f"{name}.signing"

    def key_files(self, name: str) -> tuple[Path, ...]:
        """Every file of a site's keys."""
        signing = self.signing_path(name)
        return self.key_path(name), signing, public_path(signing)

    def make_keys(self, name: str) -> bytes:
        """Make both keys of a new site; the first is returned."""
        new_signing_key(self.signing_path(name))
        return new_site_key(self.key_path(name))

    def drop_keys(self, name: str) -> None:
        """Remove the keys of a site that did not come to be."""
        for path in self.key_files(name):
            path.unlink(missing_ok=True)

    def setup_path(self, name: str) -> Path:
        """Where the code of the first setting up lies, as long as it is needed."""
        return self.var / "keys" / f"{name}.setup"

    def files(self, name: str) -> Path:
        """The folder of a site's attachments."""
        return self.var / "files" / name

    def database_path(self, name: str) -> Path:
        """The file of a SQLite site."""
        return self.sites / f"{name}.db"

    def url_path(self, name: str) -> Path:
        """The file that holds a server's address."""
        return self.sites / f"{name}.url"

    def open(self, name: str) -> Site:
        """The site of that name.

        :raises SiteMissing: when there is none.
        :raises houqin.events.errors.StoreError: when its store cannot be used.
        """
        with self._lock:
            if name not in self._open:
                self._open[name] = self.open_apart(name)
                for told in self.when_opened:
                    told(self._open[name])
            return self._open[name]

    def open_apart(self, name: str) -> Site:
        """The site once more, to look in and close again; raises as :meth:`open`."""
        store = self.store(name)
        store.verify_identity()
        return self.opened_from(name, store)

    def opened_from(self, name: str, store: Store) -> Site:
        """The site of a store, with the keys and attachments that lie here."""
        key = self.read_key(name)
        places, signing = self.places(name, store), self.signing_path(name)
        return Site(name, store, self.declarations, key, places, signing)

    def opened(self, name: str) -> Site | None:
        """The site of that name, if this process has opened it."""
        return self._open.get(name)

    def forget(self, name: str) -> None:
        """Open a site anew when it is asked for again."""
        with self._lock:
            self._open.pop(name, None)

    def places(self, name: str, store: Store) -> tuple[Any, ...]:
        """Where a site's attachments may lie, the place of new ones first."""
        folder = FolderStore(self.files(name))
        database = DatabaseStore(store)
        if self.attachments == FOLDER:
            return folder, database
        return database, folder

    def store(self, name: str) -> Store:
        """The store of a site that exists."""
        if not _NAME.fullmatch(name):
            raise SiteMissing(name)
        if self.url_path(name).is_file():
            url = self.url_path(name).read_text(encoding="utf-8").strip()
            return open_store(url, schema_of(name))
        if not self.database_path(name).exists():
            raise SiteMissing(name)
        return open_store(str(self.database_path(name)), durable=self.durable)

    def new_store(self, name: str, url: str | None) -> Store:
        """The place of a new site's log: a file here, or a server's schema."""
        if url:
            return open_store(url, schema_of(name))
        return open_store(str(self.database_path(name)), durable=self.durable)

    def require_free(self, name: str) -> None:
        """Refuse what cannot be the name of a new site, before anything is made.

        :raises SiteNameInvalid: also for a name that is kept for a page.
        :raises SiteExists: when the name is taken.
        :raises SiteKeyLeft: when its keys lie here.
        """
        if not _NAME.fullmatch(name) or name in RESERVED:
            raise SiteNameInvalid(name)
        if name in self.names():
            raise SiteExists(name)
        for left in self.key_files(name):
            if left.exists():
                raise SiteKeyLeft(left)

    def read_key(self, name: str) -> bytes:
        """The key that wraps the site's personal keys."""
        path = self.key_path(name)
        key = path.read_bytes() if path.is_file() else b""
        if len(key) != KEY_BYTES:
            raise SiteKeyMissing(path)
        return key

    def create(
        self,
        name: str,
        *,
        title: str,
        store_url: str | None = None,
        zone: str = ZONE,
        clock: Clock | None = None,
        site: UUID | None = None,
        plugins: Iterable[str] | None = None,
    ) -> Site:
        """Create a site, whole or not at all.

        :param plugins: the modules to install, those that come with the program by
            default.
        :raises SiteExists: when the name is taken, here or on the server.
        :raises PluginRefused: when a module or one that it needs is not there.
        """
        self.require_free(name)
        specs = to_install(self.declarations, plugins)
        store = _free_schema(store_url, name)
        self.sites.mkdir(parents=True, exist_ok=True)
        self.make_keys(name)
        opening = {
            "name": title, "zone": zone, "clock": clock or SystemClock(),
            "site": site or uuid4(), "plugins": at_opening(self.declarations, specs),
        }  # fmt: skip
        try:
            if store_url and store:
                open_log(store, **opening)  # type: ignore[arg-type]  # by name
                write_whole(self.url_path(name), store_url)
            else:
                self._create_file(name, opening)
        except BaseException:
            self.drop_keys(name)
            raise
        made = self.open(name)
        install_rest(made, specs)
        return made

    def _create_file(self, name: str, opening: dict[str, object]) -> None:
        """Beside, then renamed: an interrupted creation leaves no half site."""
        beside = self.sites / f"{name}.db.new"
        discard(beside)
        # It reaches the disk whole before it has its name: one flush instead of six.
        store = open_store(str(beside), durable=False)
        open_log(store, **opening)  # type: ignore[arg-type]  # by name
        store.close()
        if self.durable:
            flush(beside)
        beside.replace(self.database_path(name))
        if self.durable:
            flush(self.sites)


def schema_of(name: str) -> str:
    """The schema of a site on a server."""
    return f"houqin_{name}"


def _free_schema(url: str | None, name: str) -> Store | None:
    """The place on a server, if one is named.

    The key that lies here may be that of a site there, which nothing could replace:
    a schema that exists is refused before the key is touched.
    """
    if not url or not url.startswith(("postgres://", "postgresql://")):
        return None
    store = open_store(url, schema_of(name))
    if store.exists():
        raise StoreExists(store.name)
    return store


def discard(path: Path) -> None:
    """Remove a SQLite file with its companions."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, text: str) -> None:
    """Write a small file beside and rename it; only its owner reads it."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8")
    beside.chmod(0o600)
    beside.replace(path)
