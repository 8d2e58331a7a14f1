"""Films: MP4, QuickTime and 3GP (ISO/IEC 14496-12), WebM and Matroska, AVI, MPEG, WMV; H.264, HEVC and their forerunners."""

from core.content import Content
from extractors.context import Context
from extractors.media.video import seen_of
from extractors.readers import Sheets, reads


@reads(
    "video/mp4",
    "video/quicktime",
    "video/3gpp",
    "video/3gpp2",
    "video/webm",
    "video/x-matroska",
    "video/x-msvideo",
    "video/mpeg",
    "video/mp2t",
    "video/x-ms-wmv",
)
def read_film(content: Content, context: Context) -> Sheets:
    """No pages: how long it is, and pictures out of it."""
    seen = seen_of(content, context)
    return Sheets(pages=(), video=seen.video, problem=seen.problem)
