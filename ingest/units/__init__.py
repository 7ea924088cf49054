"""Printed names of bodies: lists into names, what they leave out, what organs are called."""
