"""Figures of the industry that several example cases share: nodes, regions, how building goes, curves of the world."""
