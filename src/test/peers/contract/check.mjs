// Holds two documents against the official JSON schemas of OpenAPI and AsyncAPI; says a line of JSON for each.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv from "ajv";
import addFormats from "ajv-formats";

const require = createRequire(import.meta.url);
const read = (file) => JSON.parse(readFileSync(file, "utf8"));

const openapi = new Validator();
const verdict = await openapi.validate(read(process.argv[2]));
console.log(JSON.stringify({ openapi: openapi.version, errors: verdict.valid ? [] : verdict.errors }));

const document = read(process.argv[3]);
const schema = require(`@asyncapi/specs/schemas/${document.asyncapi}.json`);
// Their schema brings the meta-schema of draft 7 along.
const ajv = new Ajv({ strict: false, logger: false, meta: false, validateSchema: false });
addFormats(ajv);
const valid = ajv.compile(schema);
console.log(JSON.stringify({ asyncapi: document.asyncapi, errors: valid(document) ? [] : valid.errors.slice(0, 10) }));
