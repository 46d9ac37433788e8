/** The page's elements are made as the demo's till makes them. */
export { h as element } from "../../../src/loyalty_server/till_page/page/dom.js";
