"""Sensitivity: how far each assumption moves the optimum, and how much of a plan rests on uncertain figures."""
