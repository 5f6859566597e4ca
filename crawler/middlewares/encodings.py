"""Compressed bodies: what is half there is not taken for the whole, what is not compressed is taken as it stands."""

from __future__ import annotations

import zlib
from typing import Any

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, ResponseDataLossError

_MAGIC = b"\x1f\x8b"
_LABELS = (b"gzip", b"x-gzip")
_STEP = 1 << 20


def ends_well(body: bytes, most: int) -> bool:
    """Whether gzip bytes hold their own end; what unpacks to more than `most` bytes is not read that far."""
    reader, read = zlib.decompressobj(wbits=31), 0
    try:
        while body and not reader.eof and read <= most:
            read += len(reader.decompress(body, _STEP))
            body = reader.unconsumed_tail
    except zlib.error:
        return False
    return reader.eof or read > most


class WholeBodies(HttpCompressionMiddleware):
    """Scrapy's decompression, which hands on as much of a broken body as it can read: good enough for a page, never for a file."""

    def process_response(self, request: Any, response: Any, spider: Any = None) -> Any:
        """Unpack an answer.

        Raises:
            DownloadCancelledError: it unpacks to more than the cap.
            ResponseDataLossError: a file ends before its compression does.
        """
        if response.headers.get("Content-Encoding", b"").strip().lower() in _LABELS:
            if not response.body.startswith(_MAGIC):
                del response.headers["Content-Encoding"]
                return response
            task = request.meta.get("task")
            most = request.meta.get("download_maxsize", self._max_size)
            if task is not None and task.kind == "file" and not ends_well(response.body, most):
                raise ResponseDataLossError("it broke off before its end")
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            raise DownloadCancelledError(str(error)) from error
