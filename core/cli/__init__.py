"""The command ``houqin``: what an administrator and an auditor ask of a site."""
