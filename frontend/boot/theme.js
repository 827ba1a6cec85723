// Runs before anything is drawn, so that nobody who chose the dark sees a white flash.
import { look } from "./look.js";

look();
