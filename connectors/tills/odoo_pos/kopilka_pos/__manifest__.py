{
    "name": "Kopilka at the point of sale",
    "summary": "A scan of the Kopilka wallet sets the customer of the order",
    "version": "18.0.1.0.1",
    "license": "Other OSI approved licence",
    "author": "Kopilka",
    "category": "Sales/Point of Sale",
    "depends": ["pos_loyalty"],
    "data": ["data/barcode_rules.xml"],
    "assets": {"point_of_sale._assets_pos": ["kopilka_pos/static/src/*.js"]},
}
