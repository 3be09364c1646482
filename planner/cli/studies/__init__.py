"""What the commands of studies share: their options, their progress, and how an answer is printed and written."""
