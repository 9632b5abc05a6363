#!/usr/bin/env node
// The program `heroku-drain`.

import { main } from "./cli/main.js";

await main(process.argv.slice(2));
