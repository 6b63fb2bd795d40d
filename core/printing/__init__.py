"""Paper: ledgers and forms as PDF, or as pages that a browser prints."""
