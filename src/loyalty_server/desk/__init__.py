"""The retailer's desk at `/desk`: pages that draw and call. What may be done is decided by the rooms below;
no rule lives here, and no table is read."""
