# syntax=docker/dockerfile:1
# Tags are pinned; pin the digest as well where you build for production:
#   docker buildx imagetools inspect python:3.11.14-slim-bookworm
FROM python:3.11.14-slim-bookworm AS builder

ENV UV_PROJECT_ENVIRONMENT=/opt/claimpost \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PYTHON_DOWNLOADS=never
WORKDIR /src
COPY pyproject.toml uv.lock ./
# uv in the version that wrote the lock file; the libraries make a layer of their own, since they change least.
RUN pip install --no-cache-dir "uv==$(awk '/^name = "uv"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' uv.lock)" \
    && uv sync --frozen --no-default-groups --no-install-project --no-cache
COPY README.md LICENSE ./
COPY core core
COPY parsers parsers
COPY extractors extractors
COPY router router
COPY storage storage
COPY ingest ingest
COPY web web
RUN uv sync --frozen --no-default-groups --no-editable --no-cache


FROM python:3.11.14-slim-bookworm

# Debian's own patch level is what we want of these, hence no versions.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libarchive13 \
        tesseract-ocr tesseract-ocr-fra tesseract-ocr-nld tesseract-ocr-deu tesseract-ocr-eng tesseract-ocr-osd \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 claimpost \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/claimpost --shell /usr/sbin/nologin claimpost \
    && install --directory --owner=10001 --group=10001 --mode=0750 /var/lib/claimpost

COPY --from=builder /opt/claimpost /opt/claimpost
ENV PATH=/opt/claimpost/bin:$PATH \
    CLAIMPOST_HOME=/var/lib/claimpost \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /var/lib/claimpost
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=5)"]
CMD ["claimpost", "serve", "--only-web", "--host", "0.0.0.0", "--port", "8000"]
