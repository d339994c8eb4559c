"""What a person reads; `python -m docs.generate` writes the parts that follow from the code."""
