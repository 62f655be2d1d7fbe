-- lua-resty-dns as Debian packages it.
return require("nginx.dns.resolver")
