"""How much of a plan rests on figures of low confidence."""
