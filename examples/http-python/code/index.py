"""Answers an HTTP request with a greeting."""

import json
import os


def handler(event, context):
    """Takes the request of an HTTP trigger, which arrives as JSON in the event."""
    request = json.loads(event)
    query = request.get("queryParameters") or {}
    name = query.get("name", "world")
    greeting = os.environ.get("GREETING", "hello")
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "text/plain; charset=utf-8"},
        "body": f"{greeting}, {name}\n",
    }
