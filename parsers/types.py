"""Media types and extensions of what claims mail carries, and what each means for us."""

from functools import cache
from mimetypes import MimeTypes

UNKNOWN = "application/octet-stream"
MAIL = "message/rfc822"
PAGE = "multipart/related"
"""A web page as browsers save it, with its pictures."""


EXTENSIONS = {
    ".7z": "application/x-7z-compressed",
    ".bz2": "application/x-bzip2",
    ".cab": "application/vnd.ms-cab-compressed",
    ".cpio": "application/x-cpio",
    ".emlx": "message/x-emlx",
    ".gpg": "application/pgp-encrypted",
    ".lha": "application/x-lzh-compressed",
    ".lzh": "application/x-lzh-compressed",
    ".lzma": "application/x-lzma",
    ".mbox": "application/mbox",
    ".mbx": "application/mbox",
    ".mhtml": "multipart/related",
    ".oft": "application/vnd.ms-outlook",
    ".pgp": "application/pgp-encrypted",
    ".tbz2": "application/x-bzip2",
    ".tnef": "application/ms-tnef",
    ".txz": "application/x-xz",
    ".url": "application/x-mswinurl",
    ".xz": "application/x-xz",
    ".z": "application/x-compress",
    ".zst": "application/zstd",
    ".3gp": "video/3gpp",
    ".avi": "video/x-msvideo",
    ".asc": "application/pgp-signature",
    ".csv": "text/csv",
    ".dat": UNKNOWN,
    ".doc": "application/msword",
    ".docm": "application/vnd.ms-word.document.macroenabled.12",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".eml": MAIL,
    ".gz": "application/gzip",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".htm": "text/html",
    ".html": "text/html",
    ".ics": "text/calendar",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".jfif": "image/jpeg",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".mht": "multipart/related",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".mpg": "video/mpeg",
    ".msg": "application/vnd.ms-outlook",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ogg": "audio/ogg",
    ".p7m": "application/pkcs7-mime",
    ".p7c": "application/pkcs7-mime",
    ".p7z": "application/pkcs7-mime",
    ".tsd": "application/pkcs7-mime",
    ".p7s": "application/pkcs7-signature",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".pst": "application/vnd.ms-outlook-pst",
    ".ost": "application/vnd.ms-outlook-pst",
    ".iso": "application/x-iso9660-image",
    ".arj": "application/x-arj",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptm": "application/vnd.ms-powerpoint.presentation.macroenabled.12",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".rar": "application/vnd.rar",
    ".rtf": "application/rtf",
    ".svg": "image/svg+xml",
    ".tar": "application/x-tar",
    ".tgz": "application/gzip",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".txt": "text/plain",
    ".uri": "text/uri-list",
    ".uu": "text/plain",
    ".uue": "text/plain",
    ".vcf": "text/vcard",
    ".vcs": "text/calendar",
    ".wav": "audio/x-wav",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".wmv": "video/x-ms-wmv",
    ".xls": "application/vnd.ms-excel",
    ".xlsm": "application/vnd.ms-excel.sheet.macroenabled.12",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
PREFERRED = {
    "application/gzip": ".gz",
    "application/ms-tnef": ".dat",
    "application/vnd.ms-outlook": ".msg",
    "application/zip": ".zip",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "message/global": ".eml",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rfc822-headers": ".txt",
    "video/mp4": ".mp4",
}
SAME = {
    "application/x-pdf": "application/pdf",
    "application/pgp": "application/pgp-signature",
    "application/x-gzip": "application/gzip",
    "application/x-bzip": "application/x-bzip2",
    "application/bzip2": "application/x-bzip2",
    "application/x-7z": "application/x-7z-compressed",
    "application/x-zstd": "application/zstd",
    "application/x-lha": "application/x-lzh-compressed",
    "application/x-lzh": "application/x-lzh-compressed",
    "application/x-mbox": "application/mbox",
    "application/x-msg": "application/vnd.ms-outlook",
    "application/x-outlook-msg": "application/vnd.ms-outlook",
    "application/outlook": "application/vnd.ms-outlook",
    "text/x-vcard": "text/vcard",
    "text/directory": "text/vcard",
    "text/x-vcalendar": "text/calendar",
    "text/x-uuencode": "text/plain",
    "application/x-uuencode": "text/plain",
    "application/cms": "application/pkcs7-mime",
    "application/timestamped-data": "application/pkcs7-mime",
    "application/x-pkcs7-mime": "application/pkcs7-mime",
    "application/x-pkcs7-signature": "application/pkcs7-signature",
    "application/x-rar": "application/vnd.rar",
    "application/x-rar-compressed": "application/vnd.rar",
    "application/x-zip": "application/zip",
    "application/x-zip-compressed": "application/zip",
    "application/vnd.ms-tnef": "application/ms-tnef",
    "application/x-tnef": "application/ms-tnef",
    "application/java-archive": "application/zip",
    "application/vnd.android.package-archive": "application/zip",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "application/x-octet-stream": UNKNOWN,
    "application/binary": UNKNOWN,
    "application/unknown": UNKNOWN,
    "application/force-download": UNKNOWN,
    "text/rtf": "application/rtf",
    "text/richtext": "application/rtf",
    "text/xml": "application/xml",
    "video/avi": "video/x-msvideo",
    "video/msvideo": "video/x-msvideo",
}
MAILS = frozenset({MAIL, "message/global"})
SIGNATURES = frozenset({"application/pkcs7-signature", "application/pgp-signature", "application/pgp-keys"})
CONTAINERS = frozenset(
    {
        "application/gzip",
        "application/mbox",
        "application/ms-tnef",
        "application/pkcs7-mime",
        "application/vnd.ms-cab-compressed",
        "application/vnd.ms-outlook",
        "application/vnd.ms-outlook-pst",
        "application/x-arj",
        "application/x-iso9660-image",
        "application/vnd.rar",
        "application/x-7z-compressed",
        "application/x-bzip2",
        "application/x-compress",
        "application/x-cpio",
        "application/x-lzh-compressed",
        "application/x-lzma",
        "application/x-tar",
        "application/x-xz",
        "application/zip",
        "application/zstd",
        "message/x-emlx",
    }
)
"""Formats that hold files; without an opener such a part says that it stays closed."""

PAPERS = (
    "application/pdf",
    "application/x-encrypted-office",
    "application/x-ole-storage",
    "application/xhtml+xml",
    "application/pgp-",
    "application/rtf",
    "application/msword",
    "application/vnd.",
    "image/",
    "text/",
)
"""What is a document even when something can be opened in it."""


def same(media_type: str) -> str:
    """The usual name of `media_type`."""
    return SAME.get(media_type, media_type)


def with_macros(media_type: str) -> str:
    """What an office file before 2007 is when macros lie in it: for those since, the type itself says so."""
    return f"{media_type}.macroenabled"


def extension_of(media_type: str) -> str:
    """The extension that files of `media_type` have, "" when none is known."""
    if media_type == UNKNOWN:
        return ""
    return PREFERRED.get(media_type) or _by_type().get(media_type) or (_library().guess_extension(media_type) or "")


def of_extension(name: str) -> str:
    """The media type that the extension of `name` stands for, "" when it has none we know."""
    _, dot, extension = name.strip(" .").lower().rpartition(".")
    if not dot:
        return ""
    suffix = f".{extension}"
    return EXTENSIONS.get(suffix) or same(_library().types_map[True].get(suffix, ""))


@cache
def _by_type() -> dict[str, str]:
    return {media_type: extension for extension, media_type in reversed(EXTENSIONS.items()) if media_type != UNKNOWN}


@cache
def _library() -> MimeTypes:
    # Without the files of the system: the same name means the same everywhere.
    return MimeTypes(filenames=())
