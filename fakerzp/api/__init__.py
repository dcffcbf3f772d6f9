"""The verbs: a module per resource, a function per documented endpoint, each declared once."""
