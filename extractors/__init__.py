"""Reads documents: pages, words with boxes, language, type and facts."""
