// What SISS adds to its pages when JavaScript is there. Every page works
// without it: nothing here holds data, it only spares steps.
"use strict";
