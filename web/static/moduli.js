// What SISS adds to its forms when JavaScript is there. Every form works
// without it.
"use strict";
