"""Invented cities whose portals are served on loopback, to try and to test the whole line."""
