-- Not there: OCSP stapling (enable-ocsp, off by default) is not served by this image. Every request fails and says so.
local _M = {}
local mt = { __index = _M }

function _M.new()
  return setmetatable({}, mt)
end

function _M.set_timeout() end

function _M.set_timeouts() end

local function refuse()
  return nil, "resty.http is not in this image"
end

_M.parse_uri = refuse
_M.request_uri = refuse

return _M
