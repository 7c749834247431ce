// Clients that ask an app without pause, from outside through the Ingress and from a pod through the Service, and count.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { onSite, scratch, shell } from "../site.ts";

/** Requests a second of all eight connections of one client together. */
const RATE = 60;
const CONNECTIONS = 8;

export interface Tally {
  readonly requests: number;
  readonly failed: number;
  /** Asked anew, because the connection they went out on had just been closed. */
  readonly again: number;
  /** The first ones, with their time of day. */
  readonly failures: readonly string[];
}

export interface Client {
  /** Ends it, and says what it saw. */
  stop(): Tally;
}

export interface OutsideClient extends Client {
  /** What it has seen until a second ago. */
  soFar(): Tally;
}

const flags = (rate: number) => ["-connections", String(CONNECTIONS), "-rate", String(rate / CONNECTIONS)];

/** Asks for `host` at the cluster's ingress. */
export function throughIngress(host: string, rate = RATE): OutsideClient {
  const binary = shell('"$repository/test/bats/apps/build" client').trim();
  const said = scratch(`client-${Date.now()}`);
  const out = openSync(said, "w");
  const url = `http://${process.env.CLUSTER_INGRESS_HTTP}/`;
  const child = spawn(binary, [...flags(rate), "-host", host, url], { stdio: ["ignore", out, "inherit"] });
  closeSync(out);
  return {
    soFar: () => lastOf(readFileSync(said, "utf8").replace(/[^\n]*$/, "") || NOTHING),
    stop() {
      process.kill(child.pid as number, "SIGTERM");
      shell(
        `while kill -0 ${child.pid} 2>/dev/null && ! grep -q '^State:.*Z' /proc/${child.pid}/status; do sleep 0.1; done`,
      );
      return lastOf(readFileSync(said, "utf8"));
    },
  };
}

/** Asks the Service of that name, from a pod of its own in the namespace. */
export function throughService(namespace: string, service: string, port: number, rate: number): Client {
  const image = `${process.env.CLUSTER_REGISTRY}/reliability-client:1`;
  const folder = scratch("client-image");
  const args = JSON.stringify([...flags(rate), `http://${service}:${port}/`]);
  onSite(`
    mkdir ${folder}
    cp "$("$repository/test/bats/apps/build" client)" ${folder}/client
    printf 'FROM scratch\\nCOPY client /client\\n' >${folder}/Dockerfile
    docker build --quiet --tag ${image} ${folder}
    docker --config "$DOKKU_ROOT/.docker" push --quiet ${image}
    kubectl --namespace ${namespace} apply --filename - <<END
apiVersion: v1
kind: Pod
metadata: {name: client}
spec:
  restartPolicy: Never
  imagePullSecrets: [{name: registry}]
  containers:
    - {name: client, image: ${image}, command: [/client], args: ${args}}
END
    kubectl --namespace ${namespace} wait --for=condition=Ready --timeout=60s pod/client`);
  return {
    stop() {
      const said = shell(`kubectl --namespace ${namespace} logs --tail 1 client`);
      shell(`kubectl --namespace ${namespace} delete pod client --wait=false`);
      return lastOf(said);
    },
  };
}

const NOTHING = JSON.stringify({ requests: 0, failed: 0, again: 0, failures: [] } satisfies Tally);

const lastOf = (lines: string) => JSON.parse(lines.trim().split("\n").at(-1) ?? "") as Tally;
