"""Plugins: which a fake has, what they are given, and how their answers are read."""
