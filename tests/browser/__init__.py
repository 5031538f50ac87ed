"""The course used in real Chromium, through the course's own server."""
