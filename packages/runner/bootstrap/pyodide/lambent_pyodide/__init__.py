"""What differs from CPython where Python runs in Pyodide."""
