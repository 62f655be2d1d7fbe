/**
 * Changes to the controller's nginx template, so that Debian's nginx 1.22 can load what comes out. Each change says how
 * often it must fit; a template that it does not fit stops the build.
 */
export function adaptTemplate(template: string): string {
  return [loadDebianModules, http2AsListenOption, streamWithoutLua].reduce((text, change) => change(text), template);
}

/** Debian's nginx has its modules as files to be loaded, ndk before lua. */
function loadDebianModules(template: string): string {
  const modules = ['ndk_http', 'ngx_http_lua', 'ngx_http_headers_more_filter', 'ngx_http_set_misc', 'ngx_stream'];
  const lines = modules.map((name) => `load_module /usr/lib/nginx/modules/${name}_module.so;\n`).join('');
  return replace(template, /^pid \{\{ \.PID \}\};\n/gm, 1, (line) => `${line}\n${lines}`);
}

/** The directive `http2` came with nginx 1.25.1; before, it is a word behind `ssl` in `listen`, which Go code writes. */
function http2AsListenOption(template: string): string {
  const without = replace(template, /\{\{ if \$cfg\.UseHTTP2 \}\}\s*http2 on;\s*\{\{ end \}\}\n/g, 1, () => '');
  return replace(without, /\{\{ buildHTTPSListener +\$all (\$\S+) \}\}/g, 2, (_, host) => {
    const parts = `{{ range $i, $part := split (buildHTTPSListener $all ${host}) "ssl;" }}`;
    return `${parts}{{ if $i }}ssl{{ if $all.Cfg.UseHTTP2 }} http2{{ end }};{{ end }}{{ $part }}{{ end }}`;
  });
}

/**
 * Debian has no Lua for nginx's stream module. TCP and UDP services are passed to the Service's cluster address instead
 * of to pods, and a server in the http block swallows what the controller would tell the stream module about endpoints.
 */
function streamWithoutLua(template: string): string {
  const start = template.indexOf('\nstream {\n');
  const end = template.indexOf('\n}\n', start);
  if (start < 0 || end < 0) throw new Error('the nginx template has no stream block any more');
  const head = '\n    # default server, used for NGINX healthcheck and access to nginx stats\n';
  const swallow = `
    # takes the endpoints of TCP and UDP services, which have no use here; lingering_close reads them to the end
    server {
        listen 127.0.0.1:{{ .StreamPort }};
        access_log off;
        lingering_close always;
        location / { return 204; }
    }
`;
  const withStream = template.slice(0, start) + streamBlock + template.slice(end + 3);
  return replace(withStream, head, 1, () => swallow + head);
}

const streamBlock = `
{{ if or .TCPBackends .UDPBackends }}
stream {
    error_log  {{ $cfg.ErrorLogPath }} {{ $cfg.ErrorLogLevel }};
    {{ range $backend := .TCPBackends }}{{ if $backend.Service }}
    server {
        listen {{ $backend.Port }}{{ if $backend.Backend.ProxyProtocol.Decode }} proxy_protocol{{ end }};
        proxy_timeout {{ $cfg.ProxyStreamTimeout }};
        {{ if $backend.Backend.ProxyProtocol.Encode }}proxy_protocol on;{{ end }}
        proxy_pass {{ $backend.Service.Spec.ClusterIP }}:{{ $backend.Backend.Port }};
    }
    {{ end }}{{ end }}
    {{ range $backend := .UDPBackends }}{{ if $backend.Service }}
    server {
        listen {{ $backend.Port }} udp;
        proxy_responses {{ $cfg.ProxyStreamResponses }};
        proxy_timeout {{ $cfg.ProxyStreamTimeout }};
        proxy_pass {{ $backend.Service.Spec.ClusterIP }}:{{ $backend.Backend.Port }};
    }
    {{ end }}{{ end }}
}
{{ end }}
`;

function replace(text: string, pattern: RegExp | string, times: number, by: (...match: string[]) => string): string {
  let count = 0;
  const changed = text.replaceAll(pattern, (...match) => {
    count += 1;
    return by(...match.filter((part): part is string => typeof part === 'string'));
  });
  if (count !== times) throw new Error(`the nginx template has ${count} times, not ${times} times: ${String(pattern)}`);
  return changed;
}
