-- lua-resty-cookie as Debian packages it, which is older than the attribute SameSite.
local cookie = require("nginx.cookie")

local set = cookie.set

function cookie.set(self, data)
  if data.samesite then
    data.extension = "SameSite=" .. data.samesite .. (data.extension and "; " .. data.extension or "")
  end
  return set(self, data)
end

return cookie
