-- Weighted round robin in place of lua-resty-balancer's: in each round every node gains its weight, and the one with the
-- most is chosen and pays the sum of all weights.
local _M = {}
local mt = { __index = _M }

function _M.new(_, nodes)
  local self = setmetatable({}, mt)
  self:reinit(nodes)
  return self
end

function _M.reinit(self, nodes)
  self.nodes = {}
  self.list = {}
  self.total = 0
  for id, weight in pairs(nodes or {}) do
    self.nodes[id] = weight
    self.total = self.total + weight
    self.list[#self.list + 1] = { id = id, weight = weight, credit = 0 }
  end
  table.sort(self.list, function(a, b) return a.id < b.id end)
  -- each worker starts elsewhere, else all would send their first request to the same pod
  for _ = 2, math.random(math.max(#self.list, 1)) do
    self:find()
  end
end

function _M.find(self)
  local best
  for _, node in ipairs(self.list) do
    node.credit = node.credit + node.weight
    if node.weight > 0 and (not best or node.credit > best.credit) then
      best = node
    end
  end
  if not best then
    return nil, "no node"
  end
  best.credit = best.credit - self.total
  return best.id
end

_M.next = _M.find

function _M.set(self, id, weight)
  local nodes = {}
  for key, value in pairs(self.nodes) do
    nodes[key] = value
  end
  nodes[id] = weight
  self:reinit(nodes)
end

function _M.delete(self, id)
  self:set(id, nil)
end

return _M
