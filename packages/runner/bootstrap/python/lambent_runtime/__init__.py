"""Everything in here lives in one package, so that a function's own modules may have any name."""
