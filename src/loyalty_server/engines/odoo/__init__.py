"""Odoo 18 as the engine: read over JSON-RPC, written by the keyed calls of `connectors/odoo`."""
