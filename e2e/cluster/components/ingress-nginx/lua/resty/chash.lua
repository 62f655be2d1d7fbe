-- Consistent hashing in place of lua-resty-balancer's: every node owns points on a ring, and a key belongs to the first
-- point at or after its hash.
local POINTS_PER_WEIGHT = 160

local _M = {}
local mt = { __index = _M }

function _M.new(_, nodes)
  local self = setmetatable({}, mt)
  self:reinit(nodes)
  return self
end

function _M.reinit(self, nodes)
  self.nodes = {}
  self.ring = {}
  for id, weight in pairs(nodes or {}) do
    self.nodes[id] = weight
    for point = 1, POINTS_PER_WEIGHT * weight do
      self.ring[#self.ring + 1] = { hash = ngx.crc32_long(id .. "/" .. point), id = id }
    end
  end
  table.sort(self.ring, function(a, b)
    if a.hash == b.hash then
      return a.id < b.id
    end
    return a.hash < b.hash
  end)
end

-- Returns the node's id and the place of its point, which `next` goes on from.
function _M.find(self, key)
  local ring = self.ring
  if #ring == 0 then
    return nil
  end
  -- CRC-32 keeps similar keys near each other, so they are scattered by MD5 first
  local hash = ngx.crc32_long(ngx.md5(tostring(key)))
  local low, high = 1, #ring + 1
  while low < high do
    local middle = math.floor((low + high) / 2)
    if ring[middle].hash < hash then
      low = middle + 1
    else
      high = middle
    end
  end
  local place = low > #ring and 1 or low
  return ring[place].id, place
end

function _M.next(self, place)
  if #self.ring == 0 then
    return nil
  end
  local following = place >= #self.ring and 1 or place + 1
  return self.ring[following].id, following
end

return _M
