"""The bundled plugins, one folder per domain; each can be removed on its own."""
