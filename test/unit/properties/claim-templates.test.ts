// The disks of each pod as the property has them.
import * as assert from "uvu/assert";
import { type ClaimTemplate, readClaimTemplates } from "../../../src/core/properties/claim-templates.ts";
import { suite, table } from "../suite.ts";

type Row = [text: string, templates: readonly ClaimTemplate[] | null];

const data: ClaimTemplate = { name: "data", size: "10Gi", path: "/data", storageClass: null };

const rows: Row[] = [
  ["", []],
  ["data:10Gi:/data", [data]],
  [
    "data:10Gi:/data,logs:500:/var/log:fast",
    [data, { name: "logs", size: "500Mi", path: "/var/log", storageClass: "fast" }],
  ],
  ["data:10Gi", null],
  ["data:10Gi:/data,data:1Gi:/more", null],
];

suite(
  "properties: claim templates",
  table(rows, (text, templates) => assert.equal(readClaimTemplates(text), templates)),
);
