"""Questions about audits that several pages ask."""
