"""The sandbox with real mails."""

from pathlib import Path

from core.content import Spool
from core.settings import Settings
from ingest.sandbox import Sandbox
from tests.whole import mails


def test_what_is_locked_is_opened_with_the_senders_own_words(spool: Spool, tmp_path: Path) -> None:
    import pyzipper

    with pyzipper.AESZipFile(tmp_path / "a.zip", "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"Sinistre2024")
        archive.writestr("facture.txt", "Facture\n")
    mail = mails.letter(1, serial=1)
    mail.get_payload()[0].set_content("Mot de passe : Sinistre2024\n")
    mail.add_attachment((tmp_path / "a.zip").read_bytes(), maintype="application", subtype="zip", filename="a.zip")

    with Sandbox(Settings()) as sandbox:
        tree = sandbox.open_tree(spool.keep(mail.as_bytes()), spool, declared_type="message/rfc822")

    assert [(part.name, part.problem) for part in tree.parts if part.parent == "0.2"] == [("facture.txt", None)]
