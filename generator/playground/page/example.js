// A small document, with a mistake to see.

export const EXAMPLE = `openapi: 3.1.0
info: {title: Billing, version: "1"}
servers: [{url: https://api.example.com}]
security: [{key: []}]
paths:
  /subscriptions/{id}:
    get:
      operationId: getSubscription
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: The subscription as it is now.
          content: {application/json: {schema: {$ref: "#/components/schemas/Subscription"}}}
        "404": {description: There is no such subscription.}
  /subscriptions:
    get:
      operationId: listSubscriptions
      responses:
        "200":
          description: All subscriptions.
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Subscripton"}}
components:
  securitySchemes:
    key: {type: http, scheme: bearer}
  schemas:
    Subscription:
      type: object
      required: [id, status]
      properties:
        id: {type: string}
        status: {type: string, enum: [active, canceled]}
        ends_at: {type: [string, "null"], format: date-time}
`;
