"""Reads one mail: header block, encoded words, parameters, structure, transfer encodings (RFC 5322, 2045 to 2049, 2231, 6532)."""
