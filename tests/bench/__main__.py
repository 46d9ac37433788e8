"""`python -m tests.bench [NAME …]`: runs the named benchmarks, or lists them all.

A benchmark is a module `bench_NAME` of this package with a `main()` that prints.
"""

import importlib
import pkgutil
import sys

import tests.bench


def main(chosen: list[str]) -> None:
    """Run the chosen benchmarks in turn; with none chosen, list them."""
    names = [
        module.name.removeprefix("bench_")
        for module in pkgutil.iter_modules(tests.bench.__path__)
        if module.name.startswith("bench_")
    ]
    for name in names:
        module = importlib.import_module(f"tests.bench.bench_{name}")
        if name in chosen:
            print(f"== {name}")
            module.main()
        elif not chosen:
            print(f"{name}: {(module.__doc__ or '').splitlines()[0]}")


if __name__ == "__main__":
    main(sys.argv[1:])
