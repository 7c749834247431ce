# Ingresses, Services, EndpointSlices and TLS Secrets (slurped lists) -> the configuration of nginx.
def name: "\(.metadata.namespace)/\(.metadata.name)";
def annotation($key): .metadata.annotations[$key] // "";

(.[1].items | map({key: name, value: .}) | from_entries) as $services
| (.[2].items | group_by("\(.metadata.namespace)/\(.metadata.labels["kubernetes.io/service-name"])")
    | map({key: "\(.[0].metadata.namespace)/\(.[0].metadata.labels["kubernetes.io/service-name"])", value: .}) | from_entries) as $slices
| (.[3].items | map({key: name, value: "/run/ingress/\(.metadata.uid)-\(.metadata.resourceVersion)"}) | from_entries) as $certificates
| [.[0].items[]
    | select(.spec.ingressClassName == "nginx" or annotation("kubernetes.io/ingress.class") == "nginx")]
| sort_by(.metadata.creationTimestamp, name) as $ingresses

# A backend of this namespace: the ready pods behind it. Not the Service's own address: kube-proxy is up to a second late.
| def backend($namespace):
    .service as $wanted
    | "\($namespace)/\($wanted.name)" as $key
    | [$services[$key].spec.ports[]? | select(.port == $wanted.port.number or (.name // "") == $wanted.port.name)][0] as $port
    | {
        name: "\($namespace)_\($wanted.name)_\($port.port)",
        pods: [select($port) | $slices[$key][]?
          | (.ports[]? | select((.name // "") == ($port.name // "")) | .port) as $number
          | .endpoints[]? | select(.conditions.ready != false) | "\(.addresses[0]):\($number)"] | sort
      };

  # Prefix matches whole segments: /a is /a and /a/b, not /ab
  def locations:
    .path = (.path // "/")
    | if .pathType == "Exact" then ["= \"\(.path)\""]
      elif .path == "/" then ["\"/\""]
      else (.path | rtrimstr("/")) as $path | ["= \"\($path)\"", "\"\($path)/\""] end;

  def covers($host): . == $host or (startswith("*.") and ($host | sub("^[^.]+"; "*")) == .);

  [$ingresses[] as $ingress
    | $ingress.spec.rules[]?
    | (.host // "_") as $host
    | {
        host: $host,
        certificate: [$ingress.spec.tls[]? | select(((.hosts // []) | length) == 0 or any(.hosts[]; covers($host)))
          | $certificates["\($ingress.metadata.namespace)/\(.secretName)"] // empty][0],
        redirect: ($ingress | annotation("nginx.ingress.kubernetes.io/ssl-redirect") == "true"),
        locations: [.http.paths[]? | {exact: (.pathType == "Exact"), at: locations[], to: (.backend | backend($ingress.metadata.namespace))}]
      }]
  + [$ingresses[] | select(.spec.defaultBackend.service)
    | {host: "_", certificate: null, redirect: false,
       locations: [{exact: false, at: "\"/\"", to: (.metadata.namespace as $n | .spec.defaultBackend | backend($n))}]}]
  + [{host: "_", certificate: null, redirect: false, locations: []}]
  | group_by(.host)
  | map({
      host: .[0].host,
      certificate: (map(.certificate | values) | first // null),
      redirect: any(.redirect),
      # the oldest Ingress wins where two say the same; an Exact path wins over a Prefix
      locations: (map(.locations[]) | (map(select(.exact)) + map(select(.exact | not))) | group_by(.at) | map(first))
    })
  | . as $hosts

| "worker_processes 2;
pid /run/ingress/nginx.pid;
user root;
error_log stderr;
worker_shutdown_timeout 60s;
events {}
http {
  access_log off;
  server_names_hash_bucket_size 256;
  server_names_hash_max_size 4096;
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  proxy_http_version 1.1;
  proxy_set_header Host $http_host;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection $connection_upgrade;
  proxy_set_header X-Real-IP $remote_addr;
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Host $http_host;
  proxy_set_header X-Forwarded-Port $server_port;
  proxy_set_header X-Forwarded-Proto $scheme;
  # the address of a pod that has just left answers nothing at all: the next one is tried
  proxy_connect_timeout 1s;
",
# no pod is struck off for one refused connection: the next pod is tried, the list itself changes soon enough
([$hosts[].locations[].to | select(.pods != [])] | unique_by(.name)[]
  | "  upstream \(.name) { \([.pods[] | "server \(.) max_fails=0;"] | join(" ")) }"),
"  server { listen 443 ssl default_server; ssl_reject_handshake on; }",
($hosts[]
  | "  server {",
    "    server_name \(.host);",
    "    listen 80\(if .host == "_" then " default_server" else "" end);",
    (.certificate | values | "    listen 443 ssl;\n    ssl_certificate \(.).crt;\n    ssl_certificate_key \(.).key;"),
    (select(.redirect and .certificate) | "    if ($scheme = http) { return 308 https://$host$request_uri; }"),
    (.locations[] | "    location \(.at) { \(if .to.pods == [] then "return 503;" else "proxy_pass http://\(.to.name);" end) }"),
    (select(all(.locations[]; .at != "\"/\"")) | "    location / { return 404; }"),
    "  }"),
"}"
