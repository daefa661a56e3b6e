"""Files on disk: arrays with checksums, articles as bytes, writes that are atomic, locks, files that users write."""
