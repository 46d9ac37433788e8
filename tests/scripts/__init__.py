"""The scripts of the page and of the demo's till: linted by Biome, type-checked by TypeScript."""
