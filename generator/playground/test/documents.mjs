// Small documents that a page could stumble over.

// Ends in the middle.
export const TORN = '{"openapi": "3.1.0", "info": {"title": "Half';

// A document with another file, settings and an overlay.
export const SEVERAL = {
  "codegen.toml": 'overlays = ["overlay.yaml"]\n',
  "overlay.yaml": `overlay: 1.0.0
info: {title: Title, version: "1"}
actions: [{target: $.info, update: {title: By the overlay}}]
`,
  "api.yaml": `openapi: 3.1.0
info: {title: By the document, version: "1"}
paths:
  /things:
    get:
      operationId: getThing
      responses:
        "200":
          description: The thing.
          content: {application/json: {schema: {$ref: "thing.yaml#/Thing"}}}
`,
  "thing.yaml": "Thing: {type: object, properties: {name: {type: string}}}\n",
};

const MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>";

// Markup wherever a document can have text.
export const HOSTILE = JSON.stringify({
  openapi: "3.1.0",
  info: { title: MARKUP, version: MARKUP, description: MARKUP },
  servers: [{ url: "https://example.com", description: MARKUP }],
  tags: [{ name: MARKUP, description: MARKUP }],
  paths: {
    [`/${MARKUP}`]: {
      get: {
        operationId: MARKUP,
        tags: [MARKUP],
        description: MARKUP,
        security: [{ [MARKUP]: [] }],
        responses: {
          200: {
            description: MARKUP,
            content: { "application/json": { schema: { $ref: `#/components/schemas/${encodeURIComponent(MARKUP)}s` } } },
          },
        },
      },
    },
  },
  components: { schemas: { [MARKUP.replaceAll("/", "")]: { type: "object", properties: { [MARKUP]: { enum: [MARKUP] } } } } },
});

function api(schemas) {
  return {
    openapi: "3.1.0",
    info: { title: "Deep", version: "1" },
    paths: {
      "/deep": {
        get: {
          responses: {
            200: { description: "Deep.", content: { "application/json": { schema: { $ref: "#/components/schemas/S0" } } } },
          },
        },
      },
    },
    components: { schemas },
  };
}

// Inline schemas, one in the other, as deep as JSON can nest.
function inline(levels, around) {
  let schema = { type: "string" };
  for (let level = 0; level < levels; level++) {
    schema = around(schema);
  }
  return JSON.stringify(api({ S0: schema }));
}

// Schemas that refer to the next.
function chain(length, around) {
  const schemas = {};
  for (let index = 0; index < length; index++) {
    schemas[`S${index}`] = around({ $ref: `#/components/schemas/S${index + 1}` });
  }
  schemas[`S${length}`] = { type: "string" };
  return JSON.stringify(api(schemas));
}

const array = (items) => ({ type: "array", items });
const property = (next) => ({ type: "object", properties: { next } });

// Documents that nest.
export const DEEP = {
  "arrays in arrays": inline(100, array),
  "objects in objects": inline(55, property),
  "too many arrays in arrays": inline(200, array),
  "1,900 schemas in a chain of properties": chain(1900, property),
  "1,900 schemas in a chain of arrays": chain(1900, array),
  "1,900 schemas in a chain of oneOf": chain(1900, (next) => ({ oneOf: [next, { type: "integer" }] })),
};
