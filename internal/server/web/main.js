import htmx from "htmx.org";
import { chooser } from "./select.js";
import { keys } from "./keys.js";

window.htmx = htmx;
keys(document, chooser(document));
