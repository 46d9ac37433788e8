"""The HTTP face: routes by noun, who is asking, strict bodies, problems as answers."""
