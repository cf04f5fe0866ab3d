"""Forms made from settings: fields, budget, what is wrong and its way out, and the button that trains."""
