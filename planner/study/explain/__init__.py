"""Why a case has no plan, or why demand stays short, and the smallest changes that would help."""
