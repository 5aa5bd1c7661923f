/*
 * How twilio-run and the `twilio` CLI serve and deploy this project. Functions are written in
 * functions/*.ts; what is served and deployed is what `npm run build` makes of them.
 */
const { existsSync, readdirSync } = require('node:fs');
const path = require('node:path');
const process = require('node:process');

const functionsFolder = 'dist/functions';

// They take a folder that is not there for an empty one: a deploy without a build would succeed, and put
// nothing in the place of what runs. So one that was not made by `npm run deploy` ends here.
const folder = path.join(module.path, functionsFolder);
const isBuilt = existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.js'));
if (!isBuilt && process.argv.some((argument) => /(^|:)(deploy|start)$/.test(argument))) {
  throw new Error(`There is no Function in ${functionsFolder}. Build first: npm run build`);
}

module.exports = { functionsFolder, assetsFolder: 'assets', runtime: 'node22' };
