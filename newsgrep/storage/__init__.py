"""Files on disk: checksummed arrays, articles as bytes, atomic writes, locks, and files that users write."""
