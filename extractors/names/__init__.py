"""Names that stand on papers, one module a family: insurers, people, courts, and who a paper is from."""
