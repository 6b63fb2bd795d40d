"""Signed notes and checkpoints against the examples of C2SP."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from houqin.events import note
from houqin.events.errors import NoteInvalid
from houqin.events.note import Checkpoint, Signer, Verifier

#: From c2sp.org/signed-note.
KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
TEXT = "This is an example message.\n"
LINE = (
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Z"
    "tg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
NOTE = f"{TEXT}\n{LINE}"
#: From c2sp.org/tlog-cosignature: a checkpoint with the line of a witness.
CHECKPOINT = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZ
"""  # noqa: E501 - as published


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer("houqin/演示/1", Ed25519PrivateKey.generate().private_bytes_raw())


def test_the_published_key_signed_the_published_note() -> None:
    key = note.verifier(KEY)
    assert (key.name, str(key)) == ("example.com/foo", KEY)
    assert note.open_note(NOTE, [key]) == TEXT


def test_the_published_checkpoint_is_read() -> None:
    found = note.parse(CHECKPOINT)
    names = [name for name, _, _ in found.signatures]
    assert names == ["example.com/behind-the-sofa", "witness.example.com/w1"]
    head = note.checkpoint(found.text)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert str(head) == found.text


def test_what_is_signed_is_opened(signer: Signer) -> None:
    head = Checkpoint(signer.verifier.name, 7, bytes(range(32)))
    signed = signer.sign(str(head))
    assert signed.startswith("houqin/演示/1\n7\nAAECAwQF")
    key = note.verifier(str(signer.verifier))
    assert note.checkpoint(note.open_note(signed, [key])) == head


def test_lines_of_others_are_passed_over(signer: Signer) -> None:
    both = NOTE + signer.sign(TEXT).rpartition("\n\n")[2]
    for key in (note.verifier(KEY), signer.verifier):
        assert note.open_note(both, [key]) == TEXT


def test_a_known_signature_that_does_not_hold_spoils_the_note(signer: Signer) -> None:
    other = signer.sign("Another message.\n").rpartition("\n\n")[2]
    keys = [note.verifier(KEY), signer.verifier]
    with pytest.raises(NoteInvalid, match="does not hold"):
        note.open_note(NOTE + other, keys)


@pytest.mark.parametrize("at", range(0, len(TEXT), 3))
def test_any_other_text_is_refused(at: int) -> None:
    changed = TEXT[:at] + chr(ord(TEXT[at]) ^ 1) + TEXT[at + 1 :]
    with pytest.raises(NoteInvalid):
        note.open_note(f"{changed}\n{LINE}", [note.verifier(KEY)])


def test_an_unknown_key_proves_nothing(signer: Signer) -> None:
    same_name = Verifier("example.com/foo", signer.verifier.public)
    for keys in ([], [signer.verifier], [same_name]):
        with pytest.raises(NoteInvalid, match="no known key"):
            note.open_note(NOTE, keys)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n\n",
        f"{TEXT}\n{LINE[:-1]}",
        f"{TEXT}\n{LINE}\nmore\n",
        f"{TEXT}\n- example.com/foo Uw2QOkn8\n",
        f"{TEXT}\n— example.com/foo Uw2QOg==\n",
        f"{TEXT}\n— example.com/foo ====\n",
        f"tab\tbed\n\n{LINE}",
        f"{TEXT}\n{LINE * 17}",
        f"{'long ' * 20_000}\n\n{LINE}",
    ],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(NoteInvalid):
        note.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n",
        "origin\n07\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n-7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "origin\n7\nCsUYapGGPo4dkMgIAUqo=\n",
        # The same bytes, but not the one text that stands for them.
        "origin\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        "\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nmore\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteInvalid):
        note.checkpoint(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/foo",
        KEY.replace("530d903a", "530d903b"),
        KEY.replace("Aeky", "Beky"),
        KEY[:-4],
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NoteInvalid):
        note.verifier(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_a_key_has_a_name_of_one_word(name: str) -> None:
    with pytest.raises(NoteInvalid):
        Signer(name, bytes(32))


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    for read in (note.parse, note.checkpoint, note.verifier):
        try:
            read(text)
        except NoteInvalid:
            continue
