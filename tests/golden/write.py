"""Write the golden files anew from their heads: `python -m tests.golden.write`. Then read what changed."""

from tests.golden.book import files, head_of, written

if __name__ == "__main__":
    for path in files():
        path.write_text(written(head_of(path.read_text(encoding="utf-8"))), encoding="utf-8")
