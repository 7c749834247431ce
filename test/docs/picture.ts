// The way of a push, which README shows: boxes, arrows, and the SVG that is made of them for a light and for a dark page.

interface Box {
  readonly at: readonly [x: number, y: number, width: number, height: number];
  readonly title: string;
  readonly lines: readonly string[];
  readonly kind: "place" | "part" | "ours";
}

interface Arrow {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly label: string;
  readonly labelAt: readonly [x: number, y: number];
}

const boxes: readonly Box[] = [
  { kind: "part", at: [10, 60, 155, 70], title: "You", lines: ["git push dokku main"] },
  { kind: "place", at: [200, 10, 370, 300], title: "Dokku server", lines: [] },
  {
    kind: "part",
    at: [220, 50, 220, 90],
    title: "Dokku",
    lines: ["builds the image,", "keeps config, domains, scale"],
  },
  {
    kind: "ours",
    at: [220, 190, 330, 105],
    title: "This plugin",
    lines: [
      "reads the app from Dokku, renders templates,",
      "validates, applies, follows every pod,",
      "and rolls back what fails",
    ],
  },
  { kind: "part", at: [690, 10, 200, 55], title: "Registry", lines: ["the image"] },
  { kind: "place", at: [690, 110, 200, 200], title: "Kubernetes cluster", lines: [] },
  { kind: "part", at: [710, 145, 160, 70], title: "Pods", lines: ["a Deployment for", "each process type"] },
  { kind: "part", at: [710, 240, 160, 55], title: "Ingress, Service", lines: ["domains and ports"] },
  { kind: "part", at: [960, 240, 100, 55], title: "Visitors", lines: ["https://..."] },
];

const arrows: readonly Arrow[] = [
  {
    points: [
      [165, 95],
      [220, 95],
    ],
    label: "",
    labelAt: [0, 0],
  },
  {
    points: [
      [310, 140],
      [310, 190],
    ],
    label: "deploy",
    labelAt: [320, 170],
  },
  {
    points: [
      [440, 70],
      [630, 70],
      [630, 37],
      [690, 37],
    ],
    label: "push",
    labelAt: [585, 62],
  },
  {
    points: [
      [850, 65],
      [850, 145],
    ],
    label: "pull",
    labelAt: [860, 92],
  },
  {
    points: [
      [550, 215],
      [690, 215],
    ],
    label: "one kubectl apply",
    labelAt: [577, 207],
  },
  {
    points: [
      [690, 270],
      [550, 270],
    ],
    label: "status, logs",
    labelAt: [577, 288],
  },
  {
    points: [
      [790, 240],
      [790, 215],
    ],
    label: "",
    labelAt: [0, 0],
  },
  {
    points: [
      [960, 267],
      [870, 267],
    ],
    label: "",
    labelAt: [0, 0],
  },
];

export const themes = {
  light: {
    text: "#1f2328",
    dim: "#59636e",
    line: "#59636e",
    place: "#f6f8fa",
    part: "#ffffff",
    ours: "#ddf4ff",
    edge: "#d1d9e0",
  },
  dark: {
    text: "#f0f6fc",
    dim: "#9198a1",
    line: "#9198a1",
    place: "#151b23",
    part: "#0d1117",
    ours: "#0c2d4d",
    edge: "#3d444d",
  },
} as const;

type Colors = (typeof themes)[keyof typeof themes];

const boxed = ({ at: [x, y, width, height], title, lines, kind }: Box, colors: Colors) => [
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${colors[kind]}" stroke="${colors.edge}"/>`,
  `<text x="${x + 12}" y="${y + 23}" font-weight="600" fill="${colors.text}">${title}</text>`,
  ...lines.map((line, row) => `<text x="${x + 12}" y="${y + 44 + 19 * row}" fill="${colors.dim}">${line}</text>`),
];

const drawn = ({ points, label, labelAt: [x, y] }: Arrow, { line, dim }: Colors) => [
  `<polyline points="${points.join(" ")}" fill="none" stroke="${line}" stroke-width="1.5" marker-end="url(#head)"/>`,
  ...(label === "" ? [] : [`<text x="${x}" y="${y}" font-size="12" fill="${dim}">${label}</text>`]),
];

export const pictureOf = (colors: Colors): string =>
  [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1070 320" font-family="system-ui, sans-serif" font-size="13">',
    "<title>git push to Dokku, which builds the image; the plugin applies the app to Kubernetes and follows its pods</title>",
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">',
    `<path d="M0 0L8 4L0 8z" fill="${colors.line}"/></marker></defs>`,
    ...boxes.flatMap((box) => boxed(box, colors)),
    ...arrows.flatMap((arrow) => drawn(arrow, colors)),
    "</svg>",
    "",
  ].join("\n");
