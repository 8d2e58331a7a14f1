"""A Dovecot server with mailboxes of its own: TLS, STARTTLS, IDLE, MOVE, OAuth2, and faults on demand."""

import datetime as dt
import getpass
import grp
import ipaddress
import os
import pwd
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

import psutil
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from imapclient import IMAPClient

from tests.servers import Server
from tests.servers.oauth import OAuth
from tests.servers.ports import answers, free_port

USER, PASSWORD = "claims@bureau.example", "geheim"
OTHER_USER, OTHER_PASSWORD = "sinistres@bureau.example", "clé-à-molette"
MISSING = "Dovecot is not installed: `apt install dovecot-imapd` on Debian, `brew install dovecot` on macOS"

COMMON = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
instance_name = claimpost-test
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
log_path = /dev/stderr
first_valid_uid = 1
auth_mechanisms = plain login xoauth2 oauthbearer
auth_cache_size = 0
auth_failure_delay = 0
ssl = yes
ssl_min_protocol = TLSv1.2
mail_fsync = never
mail_max_userip_connections = 100
imap_idle_notify_interval = 30s
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service imap {{
  process_limit = 200
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""

V23 = """
disable_plaintext_auth = no
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {folder}/passwd
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u allow_all_users=yes
}}
"""

# Written from the documentation of 2.4; the tests have run with 2.3 only.
V24_FIRST = "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n"
V24 = """
auth_allow_cleartext = yes
ssl_server_cert_file = {folder}/cert.pem
ssl_server_key_file = {folder}/key.pem
mail_driver = maildir
mail_path = {folder}/mail/%{{user}}
mail_home = {folder}/mail/%{{user}}
oauth2 {{
  introspection_mode = post
  introspection_url = http://client:secret@127.0.0.1:{oauth_port}/introspect
  username_attribute = email
  active_attribute = active
  active_value = true
}}
passdb passwd-file {{
  default_password_scheme = plain
  passwd_file_path = {folder}/passwd
}}
userdb static {{
  allow_all_users = yes
  fields {{
    uid = {user}
    gid = {group}
    home = {folder}/mail/%{{user}}
  }}
}}
"""

OAUTH2 = """
introspection_mode = post
introspection_url = http://client:secret@127.0.0.1:{oauth_port}/introspect
username_attribute = email
active_attribute = active
active_value = true
"""


class Dovecot(Server):
    """Listens on 127.0.0.1: `port` in clear and with STARTTLS, `tls_port` with TLS; `ca_file` vouches for it."""

    def __init__(self) -> None:
        super().__init__("imap")
        self.program = _found("dovecot")
        self.port, self.tls_port = free_port(), free_port()
        self.oauth = OAuth()
        self.oauth.state.user = USER
        self.ca_file = self.folder / "cert.pem"
        self.user = "nobody" if os.geteuid() == 0 else ""
        self.arguments = [self.program, "-F", "-c", self.folder / "dovecot.conf"]
        self._configure()

    def ready(self) -> bool:
        return answers(self.port) and answers(self.tls_port)

    def client(self, user: str = USER, password: str = PASSWORD) -> IMAPClient:
        """A client of our own, to fill mailboxes and look into them."""
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=20)
        client.plain_login(user, password)
        return client

    def append(self, folder: str, mails: Iterable[bytes], *, when: dt.datetime | None = None, flags: tuple[bytes, ...] = ()) -> None:
        """Put mails into a folder of USER, which is made when it is missing."""
        with self.client() as client:
            if folder != "INBOX" and not client.folder_exists(folder):
                client.create_folder(folder)
            for mail in mails:
                client.append(folder, mail, flags=flags, msg_time=when)

    def drop_file(self, name: str, content: bytes) -> None:
        """Put a file into INBOX of USER behind the server's back."""
        path = self.folder / "mail" / USER / "new" / name
        path.write_bytes(content)
        if self.user:
            shutil.chown(path, self.user)

    def inside(self, folder: str) -> dict[int, frozenset[bytes]]:
        """UIDs of a folder of USER, with their flags."""
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            return {uid: frozenset(found[b"FLAGS"]) - {b"\\Recent"} for uid, found in client.fetch(client.search(), ["FLAGS"]).items()}

    def empty(self) -> None:
        """Remove every mail and folder of USER, so that the next test finds a new mailbox."""
        shutil.rmtree(self.folder / "mail" / USER, ignore_errors=True)
        self.oauth.state.active.clear()

    def set_uid_validity(self, folder: str, value: int) -> None:
        """Give a folder another UIDVALIDITY; the messages and their UIDs stay."""
        arguments = ["mailbox", "update", "-u", USER, "--uid-validity", str(value), folder]
        account = {"user": "nobody", "group": "nogroup", "extra_groups": ()} if self.user else {}
        command = [_found("doveadm"), "-c", str(self.folder / "dovecot.conf"), *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=20, **account)  # type: ignore[call-overload]

    def kill_imap_children(self) -> int:
        """Kill -9 the processes that serve clients; how many comes back. The server goes on."""
        children = [child for child in psutil.Process(self.pid).children(recursive=True) if child.name() == "imap"]
        for child in children:
            child.kill()
        return len(children)

    def __enter__(self) -> Self:
        self.oauth.__enter__()
        return super().__enter__()

    def __exit__(self, *details: object) -> None:
        super().__exit__(*details)
        self.oauth.__exit__(*details)

    def _configure(self) -> None:
        account = pwd.getpwnam(self.user or getpass.getuser())
        values = {
            "folder": self.folder,
            "user": account.pw_name,
            "group": grp.getgrgid(account.pw_gid).gr_name,
            "port": self.port,
            "tls_port": self.tls_port,
            "oauth_port": self.oauth.port,
        }
        version = subprocess.run([self.program, "--version"], check=True, capture_output=True, text=True).stdout
        template = V24_FIRST + COMMON + V24 if version.startswith("2.4") else COMMON + V23
        write_certificate(self.folder)
        (self.folder / "passwd").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n{OTHER_USER}:{{PLAIN}}{OTHER_PASSWORD}\n")
        (self.folder / "oauth2.conf").write_text(OAUTH2.format(**values))
        (self.folder / "dovecot.conf").write_text(template.format(**values))
        for name in ("run", "state", "mail"):
            (self.folder / name).mkdir()
        if self.user:
            _give(self.folder, account)


def _found(program: str) -> str:
    path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin")
    if path is None:
        raise RuntimeError(MISSING)
    return path


def _give(folder: Path, account: pwd.struct_passwd) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid)


def write_certificate(folder: Path, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> None:
    """A certificate of its own for 127.0.0.1 and localhost: `cert.pem` and `key.pem` in `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - dt.timedelta(days=1))
        .not_valid_after(now() + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
