{
    "name": "Kopilka connector",
    "summary": "Lets the Kopilka wallet move points, each time once",
    "version": "18.0.1.0.0",
    "license": "Other OSI approved licence",
    "author": "Kopilka",
    "category": "Sales/Loyalty",
    "depends": ["sale_loyalty"],
    "data": ["security/groups.xml", "security/ir.model.access.csv"],
}
