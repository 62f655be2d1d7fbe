import { expect, test } from 'vitest';
import { adaptTemplate } from './template.ts';

const template = `pid {{ .PID }};

http {
    server {
        {{ buildHTTPSListener $all $redirect.From }}
    }
    {{ if $cfg.UseHTTP2 }}
            http2 on;
    {{ end }}

    # default server, used for NGINX healthcheck and access to nginx stats
    server {
        {{ buildHTTPSListener $all $server.Hostname }}
    }
}

stream {
    lua_add_variable $proxy_upstream_name;
}
`;

test('the template loads modules, names HTTP/2 in listen, and has no Lua in stream', () => {
  const adapted = adaptTemplate(template);
  expect(adapted).toContain('pid {{ .PID }};\n\nload_module /usr/lib/nginx/modules/ndk_http_module.so;');
  expect(adapted).not.toContain('http2 on');
  expect(adapted).toContain('split (buildHTTPSListener $all $server.Hostname) "ssl;"');
  expect(adapted).not.toContain('lua_add_variable');
  expect(adapted).toContain('listen 127.0.0.1:{{ .StreamPort }};');
});

test('a template of another shape stops the build', () => {
  expect(() => adaptTemplate(template.replace('http2 on;', 'http3 on;'))).toThrow('has 0 times, not 1 times');
  expect(() => adaptTemplate(template.replace('\nstream {', '\nudp {'))).toThrow('no stream block');
});
