"""Windows code pages by their numbers, as labels that `parsers.mime.charsets` knows ([MS-UCODEREF] 2.2.1)."""

NAMED = {
    874: "cp874",
    932: "shift_jis",
    936: "gb18030",
    949: "cp949",
    950: "big5",
    1200: "utf-16-le",
    1201: "utf-16-be",
    10000: "mac-roman",
    20127: "us-ascii",
    20866: "koi8-r",
    21866: "koi8-u",
    20932: "euc-jp",
    50220: "iso-2022-jp",
    50221: "iso-2022-jp",
    50222: "iso-2022-jp",
    51932: "euc-jp",
    51936: "gb18030",
    51949: "euc-kr",
    52936: "hz",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
}
ISO_8859 = range(28591, 28606)
BY_FONT = {
    0: 1252,
    77: 10000,
    128: 932,
    129: 949,
    134: 936,
    136: 950,
    161: 1253,
    162: 1254,
    163: 1258,
    177: 1255,
    178: 1256,
    186: 1257,
    204: 1251,
    222: 874,
    238: 1250,
}
"""Code pages of the character sets that fonts of an RTF text name with \\fcharset."""

ANSI = {
    20866: 1251,
    21866: 1251,
    28592: 1250,
    28594: 1257,
    28595: 1251,
    28596: 1256,
    28597: 1253,
    28598: 1255,
    28599: 1254,
    38598: 1255,
    50220: 932,
    50221: 932,
    50222: 932,
    51932: 932,
    51949: 949,
    52936: 936,
}
"""The code page that Windows uses where mails use the one before the colon."""


def ansi_of(page: int) -> str:
    """The charset of 8-bit strings on a machine whose mails go out in code page `page`."""
    return charset_of(ANSI.get(page, page if page in range(874, 1259) else 1252))


def charset_of(page: int) -> str:
    """The label of a code page, Windows-1252 for one that nobody knows."""
    if page in ISO_8859:
        return f"iso-8859-{page - ISO_8859.start + 1}"
    if found := NAMED.get(page):
        return found
    return f"cp{page}" if 0 < page < 1400 else "cp1252"  # noqa: PLR2004 - DOS and Windows pages stand below
