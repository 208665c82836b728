"""A service that reads what it is sent and answers, and does nothing else: the least it can take.

python -m tests.benchmarks.bare_answers PORT
"""

from __future__ import annotations

import sys
from typing import Any

import uvicorn

ANSWER = b'{"results": "' + b"x" * 4_000 + b'"}'
HEADERS = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(ANSWER))]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Read to the end, then answer."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": ANSWER})


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False, lifespan="off")
