"""Instruments named: titles, document numbers, bare names, and what a plan carries out."""
