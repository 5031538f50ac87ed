// Keeps the course for offline use, and says when the reader is offline.
