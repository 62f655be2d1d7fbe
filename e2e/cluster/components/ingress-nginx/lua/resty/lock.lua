-- A lock in a shared dictionary that never waits, which is how the ewma balancer uses lua-resty-lock (timeout = 0).
local _M = {}
local mt = { __index = _M }

function _M.new(_, dictionary, options)
  local shared = ngx.shared[dictionary]
  if not shared then
    return nil, "no shared dictionary " .. tostring(dictionary)
  end
  return setmetatable({ shared = shared, exptime = options and options.exptime or 30 }, mt)
end

function _M.lock(self, key)
  local added, err = self.shared:add(key, true, self.exptime)
  if not added then
    return nil, err == "exists" and "timeout" or err
  end
  self.key = key
  return 0
end

function _M.unlock(self)
  if not self.key then
    return nil, "unlocked"
  end
  self.shared:delete(self.key)
  self.key = nil
  return 1
end

return _M
