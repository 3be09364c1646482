"""What is handed out: tables as CSV, charts as pictures, and a plan, a study or a comparison as one file."""
