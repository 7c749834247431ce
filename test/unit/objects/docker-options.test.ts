import * as assert from "uvu/assert";
import { namedVolumes, readOptions } from "../../../src/core/dokku/docker-options.ts";
import { optionsLeftOut, podOptions } from "../../../src/core/objects/docker-options.ts";
import { app } from "../fixtures.ts";
import { suite, table } from "../suite.ts";

const read = (line: string) => readOptions(line)?.map(({ name, value }) => `${name}|${value ?? ""}`) ?? null;

suite("docker options: words", {
  ...table(
    [
      ["--cap-add NET_ADMIN --privileged", ["--cap-add|NET_ADMIN", "--privileged|"]],
      ["--cap-add=NET_ADMIN --cap-drop=ALL", ["--cap-add|NET_ADMIN", "--cap-drop|ALL"]],
      ["-v data:/data -m512m -h=shop", ["--volume|data:/data", "--memory|512m", "--hostname|shop"]],
      [`-e 'A=b c' --env="D=e" --env=F='g h'`, ["--env|A=b c", "--env|D=e", "--env|F=g h"]],
      ["--env A=$HOME", ["--env|A=$HOME"]],
      ["--env 'A=$B$$'", ["--env|A=$B$$"]],
      ["--memory-swap -1 --init", ["--memory-swap|-1", "--init|"]],
      ["--privileged=false -d x", ["--privileged|false", "--detach|", "|"]],
      ["--unknown -v data:/data", ["--unknown|", "--volume|data:/data"]],
      ["--env 'A=b", null],
    ] as const,
    (line, options) => assert.equal(read(line), options),
  ),
  "volumes with a name may be claims": () => {
    const lines = ["-v data:/a -v /srv:/b -v /c", "--volume=a.b-1:/d:ro -v Data_1:/e"];
    const options = { "_default_.deploy": lines, "web.deploy": ["-v data:/f"], "_default_.build": ["-v no:/no"] };
    assert.equal(namedVolumes(options), ["data", "a.b-1"]);
  },
});

/** What one line makes of a pod, without what is empty. */
function made(line: string): unknown {
  const { hosts, dns, ...rest } = podOptions(of(line), "deploy", "web");
  const all = { ...rest, hosts: Object.fromEntries(hosts), ...dns };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => Object.keys(value).length > 0));
}

const of = (...lines: readonly string[]) =>
  app({ dockerOptions: { "_default_.deploy": lines }, optionClaims: ["shop-data"] });

const own = (name: string, path: string, emptyDir: object) => ({
  volumes: [{ name, claim: null, emptyDir }],
  mounts: [{ name, path, readOnly: false }],
});

suite("docker options: what they become", {
  ...table(
    [
      ["--add-host db:10.0.0.5", { hosts: { "10.0.0.5": ["db"] } }],
      ["--add-host=db=[::1]", { hosts: { "::1": ["db"] } }],
      [
        "--cap-add CAP_NET_ADMIN --cap-add sys_time",
        { security: { capabilities: { add: ["NET_ADMIN", "SYS_TIME"] } } },
      ],
      ["--cap-drop=ALL", { security: { capabilities: { drop: ["ALL"] } } }],
      ["--cpus .5 --memory 536870912", { limits: { cpu: "0.5", memory: "536870912" } }],
      ["-m 1g --memory-reservation=256m", { limits: { memory: "1Gi" }, requests: { memory: "256Mi" } }],
      ["--dns 10.0.0.2 --dns-search a.test", { nameservers: ["10.0.0.2"], searches: ["a.test"] }],
      ["--dns-option ndots:2 --dns-opt=debug", { options: [{ name: "ndots", value: "2" }, { name: "debug" }] }],
      ["--env A='b c' -e A=d -e E=", { env: { A: "d", E: "" } }],
      ["--gpus 2", { limits: { "nvidia.com/gpu": "2" } }],
      ["--group-add 20", { podSecurity: { supplementalGroups: [20] } }],
      ["--hostname shop", { pod: { hostname: "shop" } }],
      ["--label team=blue", { labels: { team: "blue" } }],
      ["--privileged", { security: { privileged: true } }],
      ["--privileged=false --read-only", { security: { privileged: false, readOnlyRootFilesystem: true } }],
      ["--restart=on-failure:10", {}],
      ["--security-opt no-new-privileges", { security: { allowPrivilegeEscalation: false } }],
      ["--shm-size 256m", own("own-0850a74c", "/dev/shm", { medium: "Memory", sizeLimit: "256Mi" })],
      [
        "--sysctl net.core.somaxconn=1024",
        { podSecurity: { sysctls: [{ name: "net.core.somaxconn", value: "1024" }] } },
      ],
      ["--tmpfs /run:rw,size=64m", own("own-b3d46fe8", "/run", { medium: "Memory", sizeLimit: "64Mi" })],
      ["--user 1000:100", { security: { runAsUser: 1000, runAsGroup: 100 } }],
      ["-v /cache", own("own-4f7cfe6f", "/cache", {})],
      [
        "-v shop-data:/data:ro,z",
        {
          volumes: [{ name: "shop-data", claim: "shop-data", emptyDir: null }],
          mounts: [{ name: "shop-data", path: "/data", readOnly: true }],
        },
      ],
      ["-w /srv", { container: { workingDir: "/srv" } }],
    ] as const,
    (line, expected) => assert.equal(made(line), expected),
  ),
  "a process type's own come last, and are no other's": () => {
    const dockerOptions = { "_default_.deploy": ["-e A=1"], "worker.deploy": ["-e A=2"], "_default_.run": ["-e A=3"] };
    const env = (...[phase, type]: ["deploy" | "run", string]) => podOptions(app({ dockerOptions }), phase, type).env.A;
    assert.equal([env("deploy", "web"), env("deploy", "worker"), env("run", "_default_")], ["1", "2", "3"]);
  },
});

suite("docker options: what cannot be", {
  ...table(
    [
      ["--add-host db:host-gateway", "--add-host db:host-gateway must be a name and an address"],
      ["--add-host db:10.0.0.256", "--add-host db:10.0.0.256 must be a name and an address"],
      ["--add-host DB:10.0.0.5", "--add-host DB:10.0.0.5 must be a name and an address"],
      ["--dns 10.0.0.02", "--dns 10.0.0.02 must be an address such as 10.0.0.2"],
      ["--dns-search a_b", "--dns-search a_b must be a domain such as example.com"],
      ["--sysctl A=1", "--sysctl A=1 must be NAME=VALUE such as net.core.somaxconn=1024"],
      ["--cap-add 'A B'", "--cap-add A B must be a capability such as NET_ADMIN"],
      ["--cpus=two", "--cpus two must be a number of CPUs"],
      ["-e BAR", "--env BAR must be NAME=VALUE: there is no environment that has the value"],
      ["--env", "--env must be NAME=VALUE"],
      ["-e 2ND=s3cret", "--env 2ND=... must be NAME=VALUE"],
      ["--gpus all", "--gpus all must be a number of GPUs"],
      ["--hostname a.b", "--hostname a.b must be a DNS label"],
      ["--memory lots", "--memory lots must be an amount of memory such as 512m"],
      ["--shm-size 0", "--shm-size 0 must be an amount of memory"],
      ["--sysctl net.core.somaxconn", "--sysctl net.core.somaxconn must be NAME=VALUE"],
      ["--tmpfs run", "--tmpfs run must be an absolute path"],
      ["--ulimit nofile=1024", "--ulimit nofile=1024 is not supported: these limits belong to the node"],
      ["--user app", "--user app must be a numeric id"],
      ["-v data:relative", "--volume data:relative must end in an absolute path"],
      [`--env "SECRET=s3cret`, "unclosed quote: --env ..."],
    ] as const,
    (line, start) => {
      const { wrong } = podOptions(of(line), "deploy", "web");
      assert.is(wrong.length, 1);
      assert.ok(wrong[0]?.startsWith(start), wrong[0]);
      assert.not.match(wrong[0] ?? "", "s3cret");
    },
  ),
});

suite("docker options: what is ignored", {
  ...table(
    [
      ["--log-opt token=s3cret", ["ignored (deploy): --log-opt, Kubernetes has no equivalent"]],
      ["-p 80:80", ["ignored (deploy): --publish, use dokku ports:set shop http:80:PORT"]],
      ["-it", ["ignored (deploy): --interactive, Kubernetes has no equivalent"]],
      ["-e A=s3 cret", ["ignored (deploy): a word that belongs to no option"]],
      [
        "-v /srv/Shop_data:/data",
        [
          "ignored (deploy): /srv/Shop_data at /data, which is on the Docker host: move it to a claim\ndokku scheduler-kubernetes:add-pvc shop-data SIZE --namespace default\ndokku scheduler-kubernetes:mount shop shop-data /data",
        ],
      ],
      [
        "--restart no",
        [
          "ignored (deploy): restart policy no, Kubernetes always restarts a container that exits, with a back-off of up to 5 minutes",
        ],
      ],
      ["--restart=always --cap-add ALL", []],
    ] as const,
    (line, sentences) => assert.equal(optionsLeftOut(of(line)), sentences),
  ),
  "each once, with the phases it is of; a build is Docker's": () => {
    const lines = ["--init"];
    const dockerOptions = {
      "_default_.build": lines,
      "_default_.deploy": lines,
      "_default_.run": lines,
      "web.deploy": lines,
    };
    const [first, ...rest] = optionsLeftOut(app({ dockerOptions }));
    assert.is(first, "ignored (deploy, run, deploy of web): --init, use an init such as tini in the image");
    assert.equal(rest, []);
  },
  "the restart policy that was set": () => {
    assert.equal(optionsLeftOut(app({ restartPolicy: "unless-stopped" })), []);
    assert.is(optionsLeftOut(app({ restartPolicy: "on-failure:2" })).length, 1);
  },
  "a label that Kubernetes cannot take": () =>
    assert.match(optionsLeftOut(of("--label traefik.rule=Host(x)"))[0] ?? "", "pod-annotations-set shop"),
});
