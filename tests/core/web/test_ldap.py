"""Logins of a real directory server (slapd) on loopback."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from zope.interface.verify import verifyObject

from houqin.core.config import configure
from houqin.core.interfaces import IIdentityProvider
from houqin.core.people.external.ldap import LdapDirectory
from houqin.core.schema.errors import IdentityProviderUnavailable
from tests.core.web.conftest import Visitor
from tests.county import settings_of
from tests.listening import free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BASE = "dc=xian,dc=example"
CONFIGURATION = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
database mdb
suffix {base}
rootdn cn=root,{base}
rootpw root-secret
directory {folder}/db
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="cn=reader,{base}" read by * none
"""
ENTRIES = f"""\
dn: {BASE}
objectClass: dcObject
objectClass: organization
dc: xian
o: county

dn: cn=reader,{BASE}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: reader-secret

dn: uid=clerk,{BASE}
objectClass: inetOrgPerson
uid: clerk
cn: clerk
sn: clerk
userPassword: directory-password-1

dn: uid=nobody-here,{BASE}
objectClass: inetOrgPerson
uid: nobody-here
cn: nobody
sn: nobody
userPassword: directory-password-2
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A directory with two people and one account that may look."""
    folder = tmp_path_factory.mktemp("slapd")
    (folder / "db").mkdir()
    written = CONFIGURATION.format(folder=folder, base=BASE)
    (folder / "slapd.conf").write_text(written, encoding="utf-8")
    (folder / "entries.ldif").write_text(ENTRIES, encoding="utf-8")
    settings = ["-f", str(folder / "slapd.conf")]
    subprocess.run(
        ["/usr/sbin/slapadd", *settings, "-l", str(folder / "entries.ldif")],
        check=True, capture_output=True,
    )  # fmt: skip
    port = free_port()
    running = subprocess.Popen(
        ["/usr/sbin/slapd", *settings, "-h", f"ldap://127.0.0.1:{port}", "-d", "0"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_for(port)
    yield port
    running.terminate()
    running.wait(10)


def settings_for(port: int) -> dict[str, str]:
    return {
        "url": f"ldap://127.0.0.1:{port}", "base": BASE,
        "bind_dn": f"cn=reader,{BASE}", "bind_password": "reader-secret",
    }  # fmt: skip


@pytest.fixture
def directory(port: int) -> LdapDirectory:
    return LdapDirectory(**settings_for(port))


def test_it_keeps_its_contract(directory: LdapDirectory) -> None:
    assert verifyObject(IIdentityProvider, directory)


def test_the_right_password_gives_the_directorys_own_spelling(
    directory: LdapDirectory,
) -> None:
    assert directory.check("CLERK", "directory-password-1") == "clerk"


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("clerk", "wrong"),
        ("clerk", ""),
        ("", "directory-password-1"),
        ("stranger", "directory-password-1"),
        # Neither finds somebody else, nor everybody.
        ("*", "directory-password-1"),
        ("cl*", "directory-password-1"),
        ("clerk)(uid=*", "directory-password-1"),
        ("cl\x00erk", "directory-password-1"),
    ],
)
def test_anything_else_is_nobody(
    directory: LdapDirectory, login: str, password: str
) -> None:
    assert directory.check(login, password) is None


def test_a_directory_that_does_not_answer_says_so() -> None:
    silent = LdapDirectory(**settings_for(free_port()))
    with pytest.raises(IdentityProviderUnavailable, match="暂时不可用"):
        silent.check("clerk", "directory-password-1")


def test_a_reader_that_is_not_let_in_is_said_not_taken_for_a_wrong_password(
    port: int,
) -> None:
    given = settings_for(port) | {"bind_password": "changed meanwhile"}
    with pytest.raises(IdentityProviderUnavailable):
        LdapDirectory(**given).check("clerk", "directory-password-1")


@pytest.fixture
def visitor(var: Path, port: int) -> Visitor:
    """A browser before a site whose ini file names the directory."""
    named = {f"houqin.ldap.{k}": v for k, v in settings_for(port).items()}
    return Visitor(configure(settings_of(var) | named).make_wsgi_app())


def test_a_person_of_the_site_logs_in_with_the_directorys_password(
    visitor: Visitor,
) -> None:
    assert "张华" in visitor.log_in("clerk", "directory-password-1").text


def test_who_is_in_the_directory_only_is_not_let_in(visitor: Visitor) -> None:
    form = visitor.app.get("/test/login").form
    form["login"], form["password"] = "nobody-here", "directory-password-2"
    page = form.submit(status=403)
    assert "登录" in page.html.title.text
