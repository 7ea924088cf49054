"""Printed names into units, groups and instruments of one place."""
