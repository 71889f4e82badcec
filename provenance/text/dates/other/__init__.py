"""Time expressions of further languages: our own rules find the stretch, dateparser reads it."""
