"""What the central store answers over HTTP; every answer is described at `/openapi.json`."""
